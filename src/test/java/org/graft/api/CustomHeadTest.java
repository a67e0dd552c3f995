package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.head.HeadScope;
import org.graft.head.HeadStyle;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.predict.OnnxModel;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Heads written in operations of SameDiff, from training to both kinds of files. */
class CustomHeadTest {
  private static final Path LOGOS = Path.of("data/logos");

  @TempDir static Path folder;

  private static ImportedBase base;
  private static TrainedModel model;

  /** Attention over the map, a residual block with dropout, a dense layer. */
  static final class Residual implements CustomHead {
    @Override
    public boolean readsMap() {
      return true;
    }

    @Override
    public SDVariable logits(HeadScope head) {
      SameDiff sd = head.graph();
      int channels = head.shape().channels();
      int cells = head.shape().size() / channels;
      SDVariable flat = sd.reshape(head.features(), -1, channels);
      SDVariable kernel = head.kernel("scores/w", channels, 1);
      SDVariable scores = sd.reshape(flat.mmul(kernel), -1, cells);
      SDVariable weights = sd.expandDims(sd.nn().softmax(scores, 1), 2);
      SDVariable pooled = sd.reshape(flat, -1, cells, channels).mul(weights).sum(1);
      SDVariable inner = sd.nn().relu(head.dense("block1", pooled, channels, channels), 0);
      SDVariable block = head.dense("block2", head.dropout(inner, 0.2), channels, channels);
      return head.dense("out", block.add(pooled), channels, head.outputs());
    }
  }

  @BeforeAll
  static void train() {
    base = Graft.importKeras(Path.of("data/networks/demo_vgg.h5"));
    model = base.on(LOGOS).size(32).epochs(15).head(new Residual()).fineTuneFrom("block3").train();
  }

  @Test
  void itLearns() {
    Evaluation evaluation = model.evaluation();
    assertThat(evaluation.accuracy()).isGreaterThan(5 * evaluation.baseRate());
    assertThat(model.run().metrics().get(0).loss())
        .isGreaterThan(2 * model.run().metrics().get(14).loss());
  }

  @Test
  void frozenLayersKeepEveryBit() {
    Weights before = base.base().model().weights();
    Weights after = model.run().model().weights();
    Tensor frozen = after.get("block1_conv1", Weights.KERNEL);
    assertThat(frozen.values()).isEqualTo(before.get("block1_conv1", Weights.KERNEL).values());
  }

  @Test
  void bothFilesGiveWhatWasTrained() {
    Evaluation evaluation = model.evaluation();
    Path onnx = folder.resolve("own.onnx");
    Receipt receipt = model.exportOnnx(onnx);
    assertThat(receipt.maxAbsDifference()).isLessThan(1e-5);
    List<Path> images = evaluation.files().subList(0, 3);
    try (OnnxModel opened = Graft.open(onnx)) {
      for (int i = 0; i < images.size(); i++) {
        String label = evaluation.labels().get(evaluation.predicted(i));
        assertThat(opened.predict(images, 1).get(i).top().get(0).label()).isEqualTo(label);
      }
    }
    assertThat(model.exportFlatBuffers(folder.resolve("own.fb")).maxAbsDifference())
        .isLessThan(1e-5);
    FlatBuffersModel back = Graft.openFlatBuffers(folder.resolve("own.fb"));
    assertThat(back.card().labels()).isEqualTo(evaluation.labels());
  }

  @Test
  void evaluatingAgainGivesTheSame() {
    assertThat(model.evaluate(LOGOS).accuracy())
        .isCloseTo(model.evaluation().accuracy(), within(1e-9));
  }

  @Test
  void theSameSeedGivesTheSameHead() {
    Training training = base.on(LOGOS).size(32).epochs(1).head(new Residual());
    TrainedModel one = training.train();
    assertThat(training.train().run().model().weights()).isEqualTo(one.run().model().weights());
    assertThat(training.seed(7).train().run().model().weights())
        .isNotEqualTo(one.run().model().weights());
  }

  static List<HeadStyle> ready() {
    return List.of(
        Heads.logistic(),
        Heads.dense(0.2, 24, 16),
        Heads.averageAndMax(0.2, 24),
        Heads.attention(0.2, 24),
        Heads.attention(0, 0));
  }

  @ParameterizedTest
  @MethodSource("ready")
  void readyMadeHeadsLearnAndLeave(HeadStyle head) {
    TrainedModel trained = base.on(LOGOS).size(32).epochs(12).head(head).train();
    assertThat(trained.evaluation().accuracy()).isGreaterThan(3 * trained.evaluation().baseRate());
    assertThat(trained.exportOnnx(folder.resolve("ready.onnx")).maxAbsDifference())
        .isLessThan(1e-5);
  }

  private static void refused(CustomHead head, String... parts) {
    Training training = base.on(LOGOS).size(32).epochs(1).head(head);
    assertThatThrownBy(training::train)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void headsThatDoNotSuitAreRefused() {
    refused(
        head -> head.dense("out", head.features(), head.shape().channels(), 5),
        "[2, 5], expected [2, 12]");
    refused(head -> head.features().mean(true, 1), "no variables");
    refused(head -> null, "gives no logits");
    refused(head -> SameDiff.create().var("x", 1, 12), "gives no logits");
    refused(
        head ->
            head.dense(
                "out",
                head.graph()
                    .placeHolder("more", head.features().dataType(), -1, 64)
                    .add(head.features()),
                head.shape().channels(),
                head.outputs()),
        "placeholder 'more'");
    refused(
        head -> {
          head.zeros("unused", 3);
          return head.dense("out", head.features(), head.shape().channels(), head.outputs());
        },
        "'unused' has no part in the logits");
    refused(
        head -> {
          SDVariable logits =
              head.dense("out", head.features(), head.shape().channels(), head.outputs());
          return head.graph().math().clipByAvgNorm(logits, 1);
        },
        "clipbyavgnorm",
        "no gradient");
    refused(
        head -> {
          SDVariable logits =
              head.dense("out", head.features(), head.shape().channels(), head.outputs());
          return head.graph().nn().dropout(logits, 0.5);
        },
        "dropout");
    refused(head -> head.dense("out", head.features(), 3, head.outputs()), "cannot be");
  }

  @Test
  void headsOfSeveralDropoutsDrawThemApart() {
    TrainedModel trained =
        base.on(LOGOS)
            .size(32)
            .epochs(2)
            .head(
                head -> {
                  int channels = head.shape().channels();
                  SDVariable one = head.dropout(head.features(), 0.5);
                  SDVariable two = head.dropout(head.features(), 0.5);
                  return head.dense("a", one, channels, head.outputs())
                      .add(head.dense("b", two, channels, head.outputs()));
                })
            .train();
    Map<String, Tensor> weights = trained.run().model().weights().of("logits");
    assertThat(weights.keySet())
        .containsExactlyInAnyOrder("a.kernel", "a.bias", "b.kernel", "b.bias");
    assertThat(weights.get("a.kernel")).isNotEqualTo(weights.get("b.kernel"));
  }
}
