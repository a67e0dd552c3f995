package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which graphs say things, each imported and run against what TensorFlow computes. */
class TensorflowCasesTest {
  private static final Path CASES = Path.of("src/test/resources/fixtures/tensorflow_cases");
  private static final double MOST = 1e-5;

  private static double difference(Base base, String golden) {
    Map<String, NpyArray> given = NpzFile.read(CASES.resolve(golden + ".npz"));
    NpyArray image = given.get("input");
    Tensor found =
        Network.fromNative(
            Emitter.inference(base.model())
                .run(Network.toNative(new Tensor(image.values(), image.shape()))));
    assertThat(found.shape()).containsExactly(given.get("output").shape());
    float[] expected = given.get("output").values();
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(found.values()[i] - expected[i]));
    }
    return difference / greatest;
  }

  private static Base imported(String name) {
    return new TensorflowImporter(Catalogue.load(), Clock.systemUTC())
        .read(TensorflowImporter.Request.of(CASES.resolve(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaky_default",
        "epsilon_default",
        "kernel_reshaped",
        "kernel_transposed",
        "kernel_joined",
        "half_precision_stored",
        "bytes",
        "half_precision"
      })
  void givesWhatTensorflowGives(String name) {
    assertThat(difference(imported(name), name)).isLessThan(MOST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row_constant | one value, or of one a channel, is expected",
        "cast_to_whole | rounds DT_FLOAT to DT_INT32, which no layer does",
        "bytes_wrapped | computes in DT_UINT8, which rounds or wraps; DT_FLOAT is expected"
      })
  void refusesWhatNoLayerComputes(String name, String message) {
    assertThatThrownBy(() -> imported(name))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(message);
  }
}
