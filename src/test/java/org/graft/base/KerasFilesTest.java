package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.zip.ZipFile;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.GeneratedSample;
import org.graft.plan.Preprocessing;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that differ in one way each, imported and run against what Keras computes: also where their
 * heads go and how their pixels are prepared.
 */
class KerasFilesTest {
  private static final double MOST = 1e-5;

  @TempDir static Path folder;

  @BeforeAll
  static void unpack() throws IOException {
    GeneratedSample.unpackKerasFiles(folder);
  }

  private static Base imported(String file, String cut, String output) {
    Importer.ImportRequest request =
        new Importer.ImportRequest(
            folder.resolve(file), BaseOptions.NONE.upTo(cut).named("imported"), output, null, null);
    return new Importer(Catalogue.load(), Clock.systemUTC()).read(request);
  }

  private static double difference(Base base, String file, String array) {
    Map<String, NpyArray> golden = NpzFile.read(folder.resolve(file.replaceFirst("\\..*", ".npz")));
    return GeneratedModels.endToEnd(base.model(), golden.get("input"), golden.get(array));
  }

  @ParameterizedTest
  @CsvSource({
    "excited_without_top.keras, last, unknown",
    "excited_by_vector.keras, excited, unknown",
    "mobilenet_v2_of_keras_2_4.h5, out_relu, TF",
    "normalised_head.keras2.h5, first, unknown",
    "nested_hard_sigmoid.keras2.h5, hard, unknown",
    "caffe_inside.keras, first, RAW",
    "torch_inside.keras, first, RAW",
    "tf_inside.keras, first, RAW",
    "rectified_twice.keras, relu_call_2, unknown",
    "bfloat16.h5, first, unknown",
    "resized.keras, first, RAW",
    "functions_of_keras_3.keras, last, unknown",
    "functions_in_hdf5.h5, last, unknown",
    "functions_of_keras_2.keras2.h5, last, unknown",
  })
  void fileIsReadAsKerasReadsIt(String file, String feature, String preprocessing) {
    Base base = imported(file, null, null);
    assertThat(difference(base, file, "output")).isLessThan(MOST);
    assertThat(base.facts().featureLayer()).isEqualTo(feature);
    assertThat(base.facts().preprocessing().map(Preprocessing::name).orElse("unknown"))
        .isEqualTo(preprocessing);
  }

  @ParameterizedTest
  @CsvSource({
    "two_outputs.keras, pool,, pool",
    "two_outputs.keras,, left, output",
    "two_outputs.keras,, right, right",
    "excited_without_top.keras, last,, last",
    "normalised_head.keras2.h5, pool,, pool",
    "functions_of_keras_3.keras, last,, last",
    "functions_of_keras_2.keras2.h5, hidden,, hidden",
  })
  void networkIsKeptUpToWhatIsAskedFor(String file, String cut, String output, String array) {
    assertThat(difference(imported(file, cut, output), file, array)).isLessThan(MOST);
  }

  /** What it has nothing in common with is not said to be near. */
  @Test
  void weightsOfAnUnknownNetworkNeedItsDescription() throws IOException {
    Path weights = folder.resolve("own.weights.h5");
    try (ZipFile zip = new ZipFile(folder.resolve("excited_by_vector.keras").toFile());
        InputStream in = zip.getInputStream(zip.getEntry("model.weights.h5"))) {
      Files.copy(in, weights);
    }
    assertThatThrownBy(() -> imported("own.weights.h5", null, null))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(
            "the file does not describe its network, and its 4 layers with weights fit no known"
                + " architecture; give the description that Keras' model.to_json() writes with"
                + " Importing.architecture(FILE.json); the file holds conv2d [0[3, 3, 3, 8], 1[8]]");
  }

  @Test
  void aKnownNetworkIsKnownBySize() {
    Base base = imported("mobilenet_v2_of_keras_2_4.h5", null, null);
    assertThat(base.facts().architecture()).isEqualTo("mobilenet_v2");
    assertThat(base.facts().minimumSize()).isEqualTo(32);
  }
}
