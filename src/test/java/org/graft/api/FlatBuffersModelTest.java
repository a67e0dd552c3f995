package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.card.PixelType;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.predict.Prediction;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Trained models as SameDiff graphs, and their files read back. */
class FlatBuffersModelTest {
  @TempDir static Path folder;

  private static TrainedModel model;
  private static Path file;

  @BeforeAll
  static void train() {
    ImportedBase base = Graft.importKeras(Path.of("data/networks/demo_vgg.h5"));
    model = base.on(Path.of("data/logos")).size(32).epochs(5).train();
    file = folder.resolve("model.fb");
    model.exportFlatBuffers(file);
  }

  @Test
  void predictsWhatTheRunPredicts() {
    Evaluation evaluation = model.evaluation();
    FlatBuffersModel opened = Graft.openFlatBuffers(file);
    List<Path> images = evaluation.files().subList(0, 20);
    List<Prediction> found = opened.predict(images, 12);
    assertThat(found).hasSize(20);
    for (int i = 0; i < 20; i++) {
      assertThat(found.get(i).image()).isEqualTo(images.get(i));
      for (var one : found.get(i).top()) {
        int label = evaluation.labels().indexOf(one.label());
        assertThat(one.probability()).isCloseTo(evaluation.probability(i, label), within(1e-5f));
      }
    }
  }

  @Test
  void fileSaysWhatItTakesAndGives() {
    FlatBuffersModel opened = Graft.openFlatBuffers(file);
    assertThat(opened.graph().outputs()).containsExactly("probabilities");
    assertThat(opened.card().labels()).isEqualTo(model.evaluation().labels());
    assertThat(opened.card().images().preprocessing()).isEqualTo("caffe");
    assertThat(opened.card().input().pixels()).isEqualTo(PixelType.FLOAT32);
    String image = opened.graph().inputs().get(0);
    assertThat(opened.graph().getVariable(image).dataType()).isEqualTo(DataType.FLOAT);
  }

  @Test
  void graphOfTheModelComputesItsProbabilities() {
    SameDiff graph = model.toSameDiff();
    assertThat(graph.inputs()).containsExactly("image");
    INDArray image = Nd4j.ones(DataType.FLOAT, 2, 32, 32, 3).mul(99);
    FlatBuffersModel opened = Graft.openFlatBuffers(file);
    INDArray expected =
        opened.graph().outputSingle(Map.of(opened.graph().inputs().get(0), image), "probabilities");
    INDArray found = graph.outputSingle(Map.of("image", image), graph.outputs().get(0));
    assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"logits", "block2_conv1"})
  void trainingGraphLowersItsLoss(String from) {
    SameDiff graph = model.toSameDiffForTraining(from);
    int classes = model.evaluation().labels().size();
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 2, classes);
    targets.putScalar(0, 1, 1);
    targets.putScalar(1, 2, 1);
    INDArray images = Nd4j.ones(DataType.FLOAT, 2, 32, 32, 3).mul(99);
    images.tensorAlongDimension(0, 1, 2, 3).muli(0.2);
    Map<String, INDArray> feed = Map.of("image", images, "targets", targets);
    double before = graph.outputSingle(feed, "loss").getDouble(0);
    for (int step = 0; step < 20; step++) {
      graph.fit(new DataSet(images, targets));
    }
    assertThat(graph.outputSingle(feed, "loss").getDouble(0)).isLessThan(before);
    assertThat(graph.getVariable(from + "/kernel").getVariableType()).hasToString("VARIABLE");
    assertThat(graph.getVariable("block1_conv1/kernel").isConstant()).isTrue();
  }

  @Test
  void filesThatAreNoneAreRefusedInOneLine() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Path other = folder.resolve("other.fb");
    assertThatThrownBy(() -> Graft.openFlatBuffers(folder.resolve("none.fb")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.fb");
    for (int kept : new int[] {0, 3, 100, bytes.length / 2, bytes.length - 100}) {
      Files.write(other, Arrays.copyOf(bytes, kept));
      assertThatThrownBy(() -> Graft.openFlatBuffers(other))
          .as("%d bytes", kept)
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("other.fb");
    }
    Files.writeString(other, "no graph at all, but long enough to look like one".repeat(9));
    assertThatThrownBy(() -> Graft.openFlatBuffers(other))
        .isInstanceOf(MalformedFileException.class);
  }

  @Test
  void plainSameDiffFilesAreRefusedWithTheWayOut() {
    Path plain = folder.resolve("plain.fb");
    model.toSameDiff().save(plain.toFile(), false);
    assertThatThrownBy(() -> Graft.openFlatBuffers(plain))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("SameDiff.load");
  }

  @Test
  void nothingToTrainIsTold() {
    assertThatThrownBy(() -> model.toSameDiffForTraining("probabilities"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nothing to train");
    assertThatThrownBy(() -> model.toSameDiffForTraining("nowhere"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no layer 'nowhere'");
  }
}
