package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiny networks in every form that TensorFlow saves, against what TensorFlow computes. */
class TranslatorTest {
  private static final double MOST = 1e-5;

  private static FrozenGraph read(String name, String signature) {
    return TensorflowReader.open(TinyModels.path(name), GraphOptions.ofSignature(signature));
  }

  @ParameterizedTest
  @CsvSource({
    "keras_export,, keras_export, probabilities, 'by the checkpoint''s object graph, as its restore operations say too'",
    "keras_export, serve, keras_export, probabilities, 'by the checkpoint''s object graph, as its restore operations say too'",
    "keras_saved,, keras_saved, probabilities, by the checkpoint's object graph",
    "frozen_v2.pb,, frozen_v2, probabilities, as constants of the graph",
    "frozen_v1.pb,, frozen_v1, probabilities, as constants of the graph",
    "tf1_variables,, tf1_variables, probabilities, by the restore operations",
    "tf1_resources,, tf1_resources, probabilities, by the restore operations",
    "two_signatures, features, two_signatures, map, by the checkpoint's object graph",
    "two_signatures, classify:logits, two_signatures, logits, by the checkpoint's object graph",
    "two_signatures, classify:probabilities, two_signatures, probabilities, by the checkpoint's object graph",
  })
  void computesWhatTensorflowComputes(
      String name, String signature, String golden, String output, String rule) {
    FrozenGraph frozen = read(name, signature);
    Model model = Translator.read(frozen, null).model();
    Map<String, NpyArray> given = NpzFile.read(TinyModels.path(golden + ".npz"));
    NpyArray image = given.get("input");
    SameDiffNetwork network = Emitter.inference(model);
    Tensor found =
        SameDiffNetwork.fromNative(
            network.run(SameDiffNetwork.toNative(new Tensor(image.values(), image.shape()))));
    assertThat(found.shape()).containsExactly(given.get(output).shape());
    assertThat(difference(found.values(), given.get(output).values())).isLessThan(MOST);
    assertThat(frozen.rule()).startsWith(rule);
    assertThat(SamediffCheck.compare(frozen, model)).contains("outputs within");
  }

  @Test
  void layersAreCalledAndBuiltAsInKeras() {
    Model model = Translator.read(read("keras_export", null), null).model();
    assertThat(model.plan().layers().stream().map(Layer::name).skip(1))
        .containsExactly(
            "stem",
            "norm",
            "depthwise",
            "side",
            "relu6",
            "sum",
            "both",
            "pad",
            "pool",
            "mean",
            "flat",
            "predictions");
    assertThat(model.plan().layers().stream().map(Layer::kindName).skip(1))
        .containsExactly(
            "Conv2d",
            "BatchNorm",
            "DepthwiseConv2d",
            "Conv2d",
            "Activate",
            "Add",
            "Concat",
            "ZeroPad2d",
            "Pool2d",
            "Pool2d",
            "Flatten",
            "Dense");
    Model saved = Translator.read(read("keras_saved", null), null).model();
    Model frozen = Translator.read(read("frozen_v2.pb", null), null).model();
    assertThat(saved.weights()).isEqualTo(model.weights());
    assertThat(frozen.weights()).isEqualTo(model.weights());
  }

  private static double difference(float[] found, float[] expected) {
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
    }
    return difference / greatest;
  }
}
