package org.graft.export.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.card.ImageCard;
import org.graft.card.InputForm;
import org.graft.card.Layout;
import org.graft.card.ModelCard;
import org.graft.card.OriginCard;
import org.graft.card.PixelType;
import org.graft.card.TaskCard;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxInput;
import org.graft.export.onnx.OnnxOptions;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.runtime.OnnxSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration says what the file is, not what most files are. */
class TritonConfigTest {
  private static final int SIDE = 16;

  @TempDir Path folder;

  @Test
  void axesTypesAndOutputsAreTheFiles() {
    OnnxInput input = OnnxInput.BYTES.withLayout(Layout.NCHW).withPixels(PixelType.FLOAT32);
    assertThat(config(input, Optional.empty()))
        .isEqualTo(
            """
            backend: "onnxruntime"
            max_batch_size: 32
            input [
              {
                name: "image"
                data_type: TYPE_FP32
                dims: [ 3, 16, 16 ]
              }
            ]
            output [
              {
                name: "probabilities"
                data_type: TYPE_FP32
                dims: [ 5 ]
                label_filename: "labels.txt"
              },
              {
                name: "logits"
                data_type: TYPE_FP32
                dims: [ 5 ]
              }
            ]
            dynamic_batching { }
            """);
  }

  /** Words of a user end a text of the configuration nowhere but at its end. */
  @Test
  void whatTheOutputMeansIsAParameter() {
    TaskCard task =
        new TaskCard("multi-label", "a \"tag\" for C:\\x", List.of(0.5f, 0.25f), Map.of());
    assertThat(config(OnnxInput.BYTES, Optional.of(task)))
        .contains("data_type: TYPE_UINT8\n    dims: [ 16, 16, 3 ]")
        .contains("key: \"graft.task\"\n  value { string_value: \"multi-label\" }")
        .contains("value { string_value: \"a \\\"tag\\\" for C:\\\\x\" }")
        .contains("key: \"graft.thresholds\"\n  value { string_value: \"[0.5,0.25]\" }");
  }

  private String config(OnnxInput input, Optional<TaskCard> task) {
    SameDiffNetwork network = Emitter.inference(SmallNetworks.vgg(SIDE));
    Path file = folder.resolve("model.onnx");
    OnnxOptions options = OnnxOptions.classifier(network, Map.of()).withInput(input);
    OnnxExport.write(network, file, options, SmallNetworks.images(2, SIDE));
    try (OnnxSession session = OnnxSession.open(file)) {
      return TritonConfig.of(session, card(task), "probabilities", "labels.txt");
    }
  }

  private static ModelCard card(Optional<TaskCard> task) {
    return new ModelCard(
        List.of("a", "b", "c", "d", "e"),
        new ImageCard(SIDE, SIDE, "bilinear", "apply", "raw"),
        new OriginCard("vgg", Optional.empty(), "2026-01-01T00:00:00Z", Optional.empty()),
        OptionalDouble.empty(),
        InputForm.PIXELS,
        task,
        OptionalDouble.empty());
  }
}
