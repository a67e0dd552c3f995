package org.graft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A demo network with a head for the twelve demo brands, trained for a few epochs and exported. */
public final class DemoModel {
  public static final Path IMAGES = Path.of("data/logos/test");

  private DemoModel() {}

  /** Writes {@code <network>.onnx} into the folder, which becomes the shelf too. */
  public static Path export(Path folder, String network, int size) {
    run(folder, "import", "--keras", Path.of("data/networks", network + ".h5"));
    CommandRun trained =
        run(
            folder,
            "train",
            "--base",
            network,
            "--data",
            "data/logos",
            "--size",
            size,
            "--epochs",
            5,
            "--runs",
            folder.resolve("runs"),
            "--json");
    Path file = folder.resolve(network + ".onnx");
    run(folder, "export", "--run", trained.json().path("run").asText(), "--out", file);
    return file;
  }

  private static CommandRun run(Path home, Object... arguments) {
    return CommandRun.of(home, arguments).succeeded();
  }

  /** Every probability of every image in an answer of {@code predict}, by file name and label. */
  public static Map<String, Map<String, Double>> probabilities(JsonNode answer) {
    Map<String, Map<String, Double>> images = new TreeMap<>();
    for (JsonNode image : answer.path("images")) {
      Path path = Path.of(image.path("path").asText());
      Map<String, Double> row = new TreeMap<>();
      for (JsonNode label : image.path("top")) {
        row.put(label.path("label").asText(), label.path("probability").asDouble());
      }
      images.put(path.getParent().getFileName() + "/" + path.getFileName(), row);
    }
    return images;
  }
}
