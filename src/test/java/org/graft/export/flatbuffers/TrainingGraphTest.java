package org.graft.export.flatbuffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.graft.export.parity.Receipt;
import org.graft.fixture.DenseHead;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Files for further training, used with plain ND4J only. */
class TrainingGraphTest {
  private static final int SIDE = 16;
  private static final int CLASSES = 3;
  private static final Map<String, String> METADATA = Map.of("labels", "[\"é\",\"b\",\"c\"]");

  @TempDir Path folder;

  private Model model;
  private Path file;
  private DataSet data;

  @BeforeEach
  void write() {
    Model base = Head.pooled(SmallNetworks.vgg(SIDE));
    int width = base.plan().shapes().get(base.plan().output().name()).channels();
    Head head = DenseHead.of(CLASSES, 8, 0.4, true);
    INDArray images = SmallNetworks.images(6, SIDE);
    Tensor features = SameDiffNetwork.fromNative(Emitter.inference(base).run(images));
    assertThat(features.shape()).containsExactly(6, width);
    model = head.graftedOn(base, head.initial(features, new Random(1)));
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 6, CLASSES);
    for (int i = 0; i < 6; i++) {
      targets.putScalar(i, i % CLASSES, 1);
    }
    data = new DataSet(images, targets);
    file = folder.resolve("model.fb");
    Receipt receipt = FlatBuffersExport.write(graph(), file, METADATA, images);
    assertThat(receipt.maxAbsDifference()).isZero();
  }

  private SameDiffNetwork graph() {
    return TrainingGraph.of(model, Set.of(Head.HIDDEN, Head.LOGITS), Head.LOGITS);
  }

  private SameDiff load() {
    return SameDiff.load(file.toFile(), true);
  }

  @Test
  void lossIsTheCrossEntropyOfTheModelsProbabilities() {
    Tensor probabilities =
        SameDiffNetwork.fromNative(Emitter.inference(model).run(data.getFeatures()));
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      sum -= Math.log(probabilities.values()[i * CLASSES + i % CLASSES]);
    }
    assertThat(loss(load())).isCloseTo(sum / 6, within(1e-5));
  }

  @Test
  void fittingLowersTheLossAndChangesTheHeadAlone() {
    SameDiff graph = load();
    Map<String, float[]> before = arrays(graph);
    double first = loss(graph);
    graph.fit(data);
    double second = loss(graph);
    for (int step = 0; step < 20; step++) {
      graph.fit(data);
    }
    assertThat(second).isLessThan(first);
    assertThat(loss(graph)).isLessThan(second);
    List<String> head =
        List.of("head_dense/bias", "head_dense/kernel", "logits/bias", "logits/kernel");
    Map<String, float[]> after = arrays(graph);
    assertThat(after.keySet()).isEqualTo(before.keySet()).containsAll(head);
    after.forEach(
        (name, values) -> {
          if (head.contains(name)) {
            assertThat(values).as(name).isNotEqualTo(before.get(name));
          } else {
            assertThat(values).as(name).isEqualTo(before.get(name));
          }
        });
  }

  @Test
  void trainingOnGivesWhatAGraphThatWasNeverSavedGives() {
    SameDiff saved = load();
    SameDiff never = graph().graph();
    for (int step = 0; step < 10; step++) {
      saved.fit(data);
      never.fit(data);
    }
    Map<String, float[]> expected = arrays(never);
    arrays(saved)
        .forEach(
            (name, values) -> {
              if (!name.equals(FlatBuffersExport.METADATA)) {
                assertThat(values).as(name).isEqualTo(expected.get(name));
              }
            });
  }

  @Test
  void trainingStoppedInTheMiddleGoesOnFromItsUpdater() {
    SameDiff straight = load();
    SameDiff stopped = load();
    for (int step = 0; step < 5; step++) {
      straight.fit(data);
      stopped.fit(data);
    }
    Path between = folder.resolve("between.fb");
    stopped.save(between.toFile(), true);
    SameDiff resumed = SameDiff.load(between.toFile(), true);
    for (int step = 0; step < 5; step++) {
      straight.fit(data);
      resumed.fit(data);
    }
    Map<String, float[]> expected = arrays(straight);
    arrays(resumed)
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void fileOfWhatWasTrainedOnIsReadWithItsNewArrays() {
    SameDiff trained = load();
    trained.fit(data);
    Path after = folder.resolve("after.fb");
    trained.save(after.toFile(), true);
    SameDiff read = FlatBuffersFile.read(after).graph();
    Map<String, float[]> expected = arrays(trained);
    Map<String, float[]> found = arrays(read);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    assertThat(loss(read)).isEqualTo(loss(trained));
  }

  @Test
  void metadataIsInsideAsItIsBeside() {
    INDArray bytes = load().getVariable(FlatBuffersExport.METADATA).getArr();
    byte[] json = new byte[Math.toIntExact(bytes.length())];
    for (int i = 0; i < json.length; i++) {
      json[i] = (byte) bytes.getInt(i);
    }
    Map<?, ?> beside = Json.read(FlatBuffersExport.description(file), Map.class);
    assertThat(Json.parse(new String(json, StandardCharsets.UTF_8), file).get("labels").textValue())
        .isEqualTo(METADATA.get("labels"))
        .isEqualTo(beside.get("labels"));
  }

  private double loss(SameDiff graph) {
    Map<String, INDArray> feed =
        Map.of(
            model.plan().input().name(),
            data.getFeatures(),
            TrainingGraph.TARGETS,
            data.getLabels());
    return graph.outputSingle(feed, TrainingGraph.LOSS).getDouble(0);
  }

  /** Everything that is stored, by name. */
  private static Map<String, float[]> arrays(SameDiff graph) {
    Map<String, float[]> arrays = new TreeMap<>();
    for (SDVariable variable : graph.variables()) {
      if (FlatBuffersExport.isStored(variable)) {
        arrays.put(
            variable.name(), variable.getArr().castTo(DataType.FLOAT).dup('c').data().asFloat());
      }
    }
    return arrays;
  }
}
