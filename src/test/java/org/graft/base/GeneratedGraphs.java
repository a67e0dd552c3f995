package org.graft.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.base.GeneratedModels.Outcome;
import org.graft.failure.GraftException;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.source.tensorflow.FrozenGraph;
import org.graft.source.tensorflow.GraphNodes;
import org.graft.source.tensorflow.GraphOptions;
import org.graft.source.tensorflow.TensorflowReader;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;

/**
 * A graph that {@code scripts/generated} drew, imported and held against what TensorFlow gives: at
 * every layer whose node TensorFlow gave, at the output, and at the layer that makes features.
 */
final class GeneratedGraphs {
  private GeneratedGraphs() {}

  static Outcome outcome(Path folder, JsonNode entry) throws IOException {
    Path file = folder.resolve(entry.path("file").asText());
    JsonNode said = entry.path("options");
    GraphOptions options = options(said);
    String cut = said.path("cut").asText(null);
    Base base;
    try {
      base =
          new TensorflowImporter(Catalogue.load(), Clock.systemUTC())
              .open(
                  new TensorflowImporter.GraphRequest(
                      file,
                      options,
                      BaseOptions.NONE.upTo(cut).named("generated"),
                      SecondOpinion.WHOLE))
              .base();
    } catch (GraftException e) {
      return new Outcome(entry, e.getMessage(), Double.NaN, Double.NaN);
    }
    Map<String, NpyArray> given = NpzFile.read(folder.resolve(entry.path("golden").asText()));
    Model model = base.model();
    Map<String, NpyArray> layers = byLayer(TensorflowReader.open(file, options), cut, given, model);
    double whole = GeneratedModels.endToEnd(model, given.get("input"), given.get("output"));
    String feature = base.facts().featureLayer();
    if (layers.containsKey(feature)) {
      Model features = model.upTo(feature);
      whole =
          Math.max(
              whole, GeneratedModels.endToEnd(features, given.get("input"), layers.get(feature)));
    }
    return new Outcome(entry, null, byLayer(folder, model, layers, given), whole);
  }

  private static Map<String, NpyArray> byLayer(
      FrozenGraph graph, String cut, Map<String, NpyArray> given, Model model) {
    int[] axes = given.get("input").shape();
    int channels = model.plan().input().shape().channels();
    Map<String, Shape> shapes =
        model.forImages(new Shape(axes[1], axes[2], channels)).plan().shapes();
    return GraphNodes.byLayer(graph, cut, given, shapes);
  }

  private static double byLayer(
      Path folder, Model model, Map<String, NpyArray> layers, Map<String, NpyArray> given)
      throws IOException {
    Map<String, NpyArray> golden = new HashMap<>(layers);
    golden.remove(model.plan().input().name());
    golden.put("input", given.get("input"));
    if (golden.size() == 1) {
      return 0;
    }
    Path file = folder.resolve("layers.npz");
    NpzFile.write(file, golden);
    return Verification.of(model, file).worst();
  }

  private static GraphOptions options(JsonNode said) {
    List<String> values = new ArrayList<>();
    said.path("set").forEach(pair -> values.add(pair.asText()));
    return new GraphOptions(
        said.path("signature").asText(null),
        said.path("output").asText(null),
        said.path("input").asText(null),
        GraphOptions.shape(said.path("shape").asText(null)),
        GraphOptions.values(values));
  }
}
