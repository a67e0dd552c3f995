package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Zips and folders that people take for a model, Teachable Machine's downloads first: each is told
 * its way.
 */
class ZippedModelsTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels.txt model.savedmodel/saved_model.pb model.savedmodel/variables/variables.index"
            + " | import its folder with graft import --tensorflow model.savedmodel",
        "saved_model.pb variables/variables.index | import its folder with graft import --tensorflow",
        "keras_model.h5 labels.txt | import that with graft import --keras keras_model.h5",
        "exports/best.keras | import that with graft import --keras exports/best.keras",
        "m/config.json m/metadata.json m/model.weights.h5 | zip what is in m without the folder",
        "model_unquant.tflite labels.txt | a TensorFlow Lite model, zipped",
        "metadata.json model.json weights.bin | a TensorFlow.js model, zipped",
        "archive/data.pkl archive/version | a PyTorch file",
        "net.onnx | an ONNX model, zipped",
        "frozen_inference_graph.pb | import that with graft import --tensorflow frozen_inference",
        "model.ckpt.index model.ckpt.meta | TensorFlow checkpoints, zipped",
        "configuration.json coefficients.bin | a network that Deeplearning4j or SameDiff saved",
        "a.npy b.npy | a file of NumPy arrays (.npz)",
      })
  void zipsSayWhatTheyAre(String entries, String advice) throws IOException {
    Path file = home.resolve("download.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries.split(" ")) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(1);
      }
    }
    for (String option : new String[] {"--keras", "--tensorflow"}) {
      CommandRun.of(home, "import", option, file, "--name", "x").refused(advice);
    }
    assertThat(home.resolve("bases")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"format\": \"layers-model\", \"generatedBy\": \"keras\"} | a TensorFlow.js model",
        "{\"modelTopology\": {\"class_name\": \"Sequential\"}} | a TensorFlow.js model",
      })
  void modelsOfTensorflowJsSayWhatTheyAre(String text, String answer) throws IOException {
    Path file = Files.writeString(home.resolve("model.json"), text);
    CommandRun run = CommandRun.of(home, "import", "--keras", file, "--name", "x");
    run.refused(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keras_model.h5 | a folder around a file of Keras; import that with graft import --keras"
            + " FOLDER/keras_model.h5",
        "config.json model.weights.h5 | an unpacked .keras file; zip what is in FOLDER",
        "checkpoint model.ckpt.index | checkpoints without their graph; put the file .meta beside",
        "model.json group1-shard1of1.bin | a TensorFlow.js model; save the model in Keras' own",
        "inner/saved_model.pb | a folder around a SavedModel; import that with graft import"
            + " --tensorflow FOLDER/inner",
        "frozen.pb | a folder around a TensorFlow graph; import that with graft import"
            + " --tensorflow FOLDER/frozen.pb",
        "variables/variables.index | checkpoints without their graph",
        "notes.txt | a folder; give the file that Keras saved, or the folder of a SavedModel",
      })
  void foldersSayWhatTheyAre(String entries, String advice) throws IOException {
    Path folder = home.resolve("download");
    for (String entry : entries.split(" ")) {
      Files.createDirectories(folder.resolve(entry).getParent());
      Files.writeString(folder.resolve(entry), "x");
    }
    for (String option : new String[] {"--keras", "--tensorflow"}) {
      CommandRun run = CommandRun.of(home, "import", option, folder, "--name", "x");
      run.refused(advice.replace("FOLDER", folder.toString()));
    }
    assertThat(home.resolve("bases")).doesNotExist();
  }

  @Test
  void filesThatAreNoGraphSayWhatTheyAre() throws IOException {
    Path file = home.resolve("model.tflite");
    Files.write(file, "\34\0\0\0TFL3\24\0 \0".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun run = CommandRun.of(home, "import", "--tensorflow", file, "--name", "x");
    run.refused("a TensorFlow Lite model; neither a SavedModel nor a frozen graph")
        .doesNotContain("damaged");
  }
}
