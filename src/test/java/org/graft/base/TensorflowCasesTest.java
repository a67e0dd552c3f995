package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.graft.failure.GraftException;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Preprocessing;
import org.graft.plan.Tensor;
import org.graft.source.tensorflow.GraphOptions;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
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
        SameDiffNetwork.fromNative(
            Emitter.inference(base.model())
                .run(SameDiffNetwork.toNative(new Tensor(image.values(), image.shape()))));
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
        .open(TensorflowImporter.GraphRequest.of(CASES.resolve(name)))
        .base();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaky_default",
        "epsilon_default",
        "many_operations",
        "row_constant",
        "kernel_reshaped",
        "kernel_transposed",
        "kernel_joined",
        "half_precision_stored",
        "bytes",
        "half_precision",
        "caffe_inside",
        "torch_inside",
        "resizing_inside"
      })
  void givesWhatTensorflowGives(String name) {
    assertThat(difference(imported(name), name)).isLessThan(MOST);
  }

  /** Colours are taken apart and joined the other way round, scaled, or resized before. */
  @ParameterizedTest
  @ValueSource(strings = {"caffe_inside", "torch_inside", "resizing_inside"})
  void networksThatPrepareTheirPixelsTakeThemAsTheyAre(String name) {
    assertThat(imported(name).facts().preprocessing()).contains(Preprocessing.RAW);
  }

  /** Whatever comes in, the softmax is 0 or 1; the features tell. */
  @Test
  void featuresBeforeASaturatedSoftmaxAreThoseOfTensorflow() {
    Path file = CASES.resolve("saturated_softmax");
    Base base =
        new TensorflowImporter(Catalogue.load(), Clock.systemUTC())
            .open(
                new TensorflowImporter.GraphRequest(
                    file, GraphOptions.NONE, BaseOptions.NONE.upTo("mean"), SecondOpinion.BOUNDED))
            .base();
    assertThat(difference(base, "saturated_features")).isLessThan(MOST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast_to_whole | rounds DT_FLOAT to DT_INT32, which no layer does",
        "bytes_wrapped | computes in DT_UINT8, which rounds or wraps; DT_FLOAT is expected"
      })
  void refusesWhatNoLayerComputes(String name, String message) {
    assertThatThrownBy(() -> imported(name))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(message);
  }

  private static GraphOptions options(String signature, String output, String input, String set) {
    return new GraphOptions(
        signature,
        output,
        input,
        List.of(),
        GraphOptions.values(set == null ? List.of() : List.of(set.split(" "))));
  }

  @ParameterizedTest
  @CsvSource({
    "stated_batch.pb,,,,",
    "stated_batch.pb, predictions:0,,,",
    "placeholder_with_default.pb,,,,",
    "decoded_jpeg.pb,,, Mul,",
    "switched.pb,,,, keep_prob=1 phase_train=false",
    "two_outputs.pb,, main,,",
    "hub_untagged,,,,",
    "hub_train, default:0,,,",
    "hub_train, default:default,,,",
    "functional_if,,,,",
    "dropout_floor.pb,,,, keep_prob=1",
    "dropout_rate.pb,,,, keep_prob=1",
    "iterator.pb,,, IteratorGetNext:1,",
    "partitioned,,,,",
    "partitioned, serving_default:0,,,",
    "partitioned,, y,,",
    "checkpoint/model.ckpt,, probabilities,,",
    "checkpoint/model.ckpt.index, probabilities:0,,,",
    "checkpoint,, probabilities,,",
  })
  void takesWhatTheUserSaysOfAGraph(
      String file, String signature, String output, String input, String set) {
    Base base =
        new TensorflowImporter(Catalogue.load(), Clock.systemUTC())
            .open(
                new TensorflowImporter.GraphRequest(
                    CASES.resolve(file),
                    options(signature, output, input, set),
                    BaseOptions.NONE,
                    SecondOpinion.WHOLE))
            .base();
    assertThat(difference(base, file.replaceFirst("\\.pb|/.*", ""))).isLessThan(MOST);
    assertThat(base.facts().receipt().readers()).doesNotContain("not proved");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decoded_jpeg.pb || takes DT_STRING; pixels as DT_FLOAT or DT_UINT8 are expected; the"
            + " image takes another node's place with TensorflowImporting.input(Mul) (what the first convolution reads)",
        "switched.pb || takes keep_prob, phase_train beside the image input; say its value with"
            + " TensorflowImporting.set(keep_prob=VALUE)",
        "switched.pb | keep_prob=yes | keep_prob takes DT_FLOAT, which 'yes' is not",
        "switched.pb | keep=1 | there is no node 'keep' in the graph",
        "two_outputs.pb || ends in main, side; name the node to end in with Importing.output(NODE)",
        "dropout_rate.pb | keep_prob=0.5 | draws at random, in a layer of training",
        "random || draws at random, in a layer of training",
      })
  void saysTheWayOut(String file, String set, String message) {
    assertThatThrownBy(
            () ->
                new TensorflowImporter(Catalogue.load(), Clock.systemUTC())
                    .open(
                        new TensorflowImporter.GraphRequest(
                            CASES.resolve(file),
                            options(null, null, null, set),
                            BaseOptions.NONE,
                            SecondOpinion.WHOLE))
                    .base())
        .isInstanceOf(GraftException.class)
        .hasMessageContaining(message);
  }
}
