package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.fixture.TensorflowOperations;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Crop2d;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.runtime.OnnxSession;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TensorFlow's operations and the idioms that networks are written in, each a frozen graph of a few
 * nodes, against what TensorFlow computes ({@code scripts/fixtures/tensorflow_operations.py}): as
 * imported, and as exported to ONNX.
 */
class OperationsTest {
  private static final double MOST = 1e-5;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("org.graft.fixture.TensorflowOperations#names")
  void computesWhatTensorflowComputes(String name) throws IOException {
    Model model =
        Translator.read(
                TensorflowReader.open(
                    TensorflowOperations.unpacked(name + ".pb", folder), GraphOptions.NONE),
                null)
            .model();
    Map<String, NpyArray> given =
        NpzFile.read(TensorflowOperations.unpacked(name + ".npz", folder));
    Tensor image = tensor(given.get("input"));
    Tensor expected = tensor(given.get("output"));
    int[] axes = image.shape();
    SameDiffNetwork network =
        Emitter.inference(model.forImages(new Shape(axes[1], axes[2], axes[3])));

    Tensor found = SameDiffNetwork.fromNative(network.run(SameDiffNetwork.toNative(image)));
    assertThat(found.shape()).as(model.plan().layers().toString()).isEqualTo(expected.shape());
    assertThat(difference(found.values(), expected.values()))
        .as(model.plan().layers().toString())
        .isLessThan(MOST);
    assertThat(difference(exported(network, image), expected.values())).as("ONNX").isLessThan(MOST);
  }

  /** As networks of Keras have it, by which NASNet is recognised. */
  @Test
  void rowsAndColumnsAreCroppedAtOnce() {
    Model model =
        Translator.read(
                TensorflowReader.open(
                    TensorflowOperations.unpacked("cropped.pb", folder), GraphOptions.NONE),
                null)
            .model();
    assertThat(model.plan().layers()).filteredOn(Crop2d.class::isInstance).hasSize(1);
  }

  private float[] exported(SameDiffNetwork network, Tensor image) {
    Path file = folder.resolve("network.onnx");
    OnnxExport.write(
        network, file, OnnxOptions.features(network.output()), SameDiffNetwork.toNative(image));
    try (OnnxSession session = OnnxSession.open(file)) {
      return session.run(image.values(), image.shape()[0]).get(network.output()).values();
    }
  }

  private static Tensor tensor(NpyArray array) {
    return new Tensor(array.values(), array.shape());
  }

  private static double difference(float[] found, float[] expected) {
    double greatest = 1e-30;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      double apart = Math.abs(found[i] - expected[i]);
      difference = apart <= difference ? difference : apart;
    }
    return difference / greatest;
  }
}
