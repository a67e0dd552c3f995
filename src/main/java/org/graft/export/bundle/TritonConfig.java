package org.graft.export.bundle;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.graft.card.ModelCard;
import org.graft.card.PixelType;
import org.graft.card.TaskCard;
import org.graft.runtime.ImageInput;
import org.graft.runtime.OnnxSession;
import org.graft.storage.Json;

/**
 * A model's {@code config.pbtxt} for NVIDIA Triton's ONNX Runtime backend: protobuf's text format
 * of {@code inference.ModelConfig}, whose dimensions leave out the batch. Without a name: the model
 * is called as its folder is.
 */
final class TritonConfig {
  static final String FILE = "config.pbtxt";

  /** Most images that Triton puts into one batch. */
  private static final int MAXIMUM_BATCH = 32;

  private TritonConfig() {}

  /**
   * The configuration of an open file.
   *
   * @param card what the file says of itself: that of another task than classes becomes parameters,
   *     which Triton hands to whoever asks for the configuration
   * @param labelled the output whose values stand for the lines of {@code labels}
   */
  static String of(OnnxSession session, ModelCard card, String labelled, String labels) {
    ImageInput input = session.input();
    String outputs =
        session.outputs().stream()
            .map(
                name ->
                    tensor(name, "TYPE_FP32", List.of((long) session.width(name)))
                        + (name.equals(labelled)
                            ? "    label_filename: " + quoted(labels) + "\n"
                            : "")
                        + "  }")
            .collect(Collectors.joining(",\n"));
    return """
        backend: "onnxruntime"
        max_batch_size: %d
        input [
        %s  }
        ]
        output [
        %s
        ]
        dynamic_batching { }
        %s"""
        .formatted(
            MAXIMUM_BATCH,
            tensor(
                input.name(),
                input.pixels() == PixelType.UINT8 ? "TYPE_UINT8" : "TYPE_FP32",
                axes(input)),
            outputs,
            card.task().map(TritonConfig::parameters).orElse(""));
  }

  /** What the output means, under the names that the file's metadata have. */
  private static String parameters(TaskCard task) {
    String thresholds =
        task.thresholds().isEmpty()
            ? ""
            : parameter("graft.thresholds", Json.line(task.thresholds()));
    return parameter("graft.task", task.task())
        + parameter("graft.output", task.output())
        + thresholds;
  }

  private static String parameter(String name, String value) {
    return "parameters {\n  key: %s\n  value { string_value: %s }\n}\n"
        .formatted(quoted(name), quoted(value));
  }

  private static List<Long> axes(ImageInput input) {
    long[] batch = input.shape(1, input.height(), input.width());
    return LongStream.of(batch).skip(1).boxed().toList();
  }

  private static String tensor(String name, String type, List<Long> axes) {
    String dims = axes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "  {\n    name: %s\n    data_type: %s\n    dims: [ %s ]\n"
        .formatted(quoted(name), type, dims);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
