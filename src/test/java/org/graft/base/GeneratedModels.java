package org.graft.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.graft.failure.GraftException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;

/** Models that {@code scripts/generated} drew, imported and held against what they compute. */
final class GeneratedModels {
  /** Of a stretch between activations of the oracle, each fed the oracle's own. */
  static final double MOST_BY_LAYER = Verification.TOLERANCE;

  /** Of a whole network, where rounding in one layer is carried through all behind it. */
  static final double MOST_END_TO_END = 1e-4;

  private GeneratedModels() {}

  /**
   * What became of a file.
   *
   * @param refusal why it was not imported; {@code null} if it was
   * @param byLayer greatest difference of a stretch over the greatest value there
   * @param endToEnd greatest difference of the output over its greatest value
   */
  record Outcome(JsonNode entry, String refusal, double byLayer, double endToEnd) {
    boolean isImported() {
      return refusal == null;
    }

    boolean isRight() {
      return byLayer <= MOST_BY_LAYER && endToEnd <= MOST_END_TO_END;
    }

    boolean isWrong() {
      return isImported() && !isRight();
    }

    String kind() {
      return entry.path("case").asText();
    }

    @Override
    public String toString() {
      return String.format(
          "%s: %s",
          entry.path("file").asText(),
          isImported() ? String.format("%.1e by layer, %.1e", byLayer, endToEnd) : refusal);
    }
  }

  /** Imports every file that {@code index.jsonl} in {@code folder} names for a reader. */
  static List<Outcome> imported(Path folder, String reader) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("index.jsonl"))) {
      JsonNode entry = Json.parse(line, folder.resolve("index.jsonl"));
      if (entry.path("reader").asText().equals(reader)) {
        boolean graph = reader.equals("tensorflow");
        outcomes.add(graph ? GeneratedGraphs.outcome(folder, entry) : outcome(folder, entry));
      }
    }
    return outcomes;
  }

  private static Outcome outcome(Path folder, JsonNode entry) {
    Path golden = folder.resolve(entry.path("golden").asText());
    Model model;
    try {
      model = read(folder.resolve(entry.path("file").asText()), entry.path("options"));
    } catch (GraftException e) {
      return new Outcome(entry, e.getMessage(), Double.NaN, Double.NaN);
    }
    Map<String, NpyArray> arrays = NpzFile.read(golden);
    Set<String> named = new TreeSet<>(arrays.keySet());
    named.removeAll(Set.of("input", "output"));
    boolean layers = named.stream().anyMatch(name -> model.plan().find(name).isPresent());
    double byLayer = layers ? Verification.of(model, golden).worst() : 0;
    return new Outcome(
        entry, null, byLayer, endToEnd(model, arrays.get("input"), arrays.get("output")));
  }

  private static Model read(Path file, JsonNode options) {
    Importer.ImportRequest request =
        new Importer.ImportRequest(
            file,
            BaseOptions.NONE.upTo(options.path("cut").asText(null)).named("generated"),
            options.path("output").asText(null),
            null,
            null);
    return new Importer(Catalogue.load(), Clock.systemUTC()).read(request).model();
  }

  /** Greatest difference of what a model makes of images over the greatest expected value. */
  static double endToEnd(Model model, NpyArray images, NpyArray expected) {
    int channels = model.plan().input().shape().channels();
    Tensor fed = images.shape()[3] < channels ? replicated(images, channels) : tensor(images);
    int[] axes = fed.shape();
    SameDiffNetwork network =
        Emitter.inference(model.forImages(new Shape(axes[1], axes[2], axes[3])));
    Tensor found = network.compute(Map.of(network.input(), fed));
    if (!Arrays.equals(found.shape(), expected.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < found.size(); i++) {
      greatest = Math.max(greatest, Math.abs(expected.values()[i]));
      difference = Math.max(difference, Math.abs(found.values()[i] - expected.values()[i]));
    }
    return difference == 0 ? 0 : difference / greatest;
  }

  private static Tensor tensor(NpyArray array) {
    return new Tensor(array.values(), array.shape());
  }

  /** A grey image in channels that are all alike. */
  private static Tensor replicated(NpyArray grey, int channels) {
    float[] values = new float[grey.values().length * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = grey.values()[i / channels];
    }
    int[] shape = grey.shape().clone();
    shape[3] = channels;
    return new Tensor(values, shape);
  }

  /** A line for each case: files, imported, wrong, the greatest differences. */
  static String table(List<Outcome> outcomes) {
    Map<String, List<Outcome>> cases = new TreeMap<>();
    outcomes.forEach(o -> cases.computeIfAbsent(o.kind(), k -> new ArrayList<>()).add(o));
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%-24s %6s %9s %6s %9s %9s%n",
            "CASE", "FILES", "IMPORTED", "WRONG", "BY LAYER", "WHOLE"));
    cases.forEach((name, all) -> table.append(line(name, all)));
    table.append(line("all", outcomes));
    return table.toString();
  }

  private static String line(String name, List<Outcome> outcomes) {
    return String.format(
        "%-24s %6d %9d %6d %9.1e %9.1e%n",
        name,
        outcomes.size(),
        outcomes.stream().filter(Outcome::isImported).count(),
        outcomes.stream().filter(Outcome::isWrong).count(),
        outcomes.stream().filter(Outcome::isImported).mapToDouble(Outcome::byLayer).max().orElse(0),
        outcomes.stream()
            .filter(Outcome::isImported)
            .mapToDouble(Outcome::endToEnd)
            .max()
            .orElse(0));
  }
}
