package org.graft.engine.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft.engine.Engine;
import org.graft.engine.Precision;
import org.graft.engine.onednn.OneDnn;
import org.graft.failure.WorkFailedException;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSelectorTest {
  private static final int SIZE = 29;

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();
  private final Model model = SmallNetworks.vgg(SIZE).upTo("fc1");
  private final Tensor images = SameDiffNetwork.fromNative(SmallNetworks.images(4, SIZE));

  @Test
  void aChoiceIsKeptWithItsParity() throws IOException {
    try (SelectedEngine first = select(EngineChoice.ONEDNN, Precision.FLOAT32);
        SelectedEngine second = select(EngineChoice.ONEDNN, Precision.FLOAT32)) {
      assertThat(first.parity().orElseThrow().within(1e-5)).isTrue();
      assertThat(second.parity()).isEqualTo(first.parity());
      assertThat(second.choice()).isEqualTo(EngineChoice.ONEDNN);
      assertThat(second.run(inputs())).isEqualTo(first.run(inputs()));
      assertThat(selector(EngineChoice.ONEDNN, Precision.FLOAT32).known(model, 4))
          .isEqualTo(first.parity());
    }
    assertThat(records()).hasSize(1);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aDamagedRecordCostsAMeasurement() throws IOException {
    select(EngineChoice.ONEDNN, Precision.FLOAT32).close();
    Files.writeString(records().get(0), "{\"key\": 1");
    select(EngineChoice.ONEDNN, Precision.FLOAT32).close();
    assertThat(Files.readString(records().get(0))).contains("ONEDNN");
    assertThat(warnings).isEmpty();
  }

  @Test
  void eightBitsOfMantissaCostLittleAndSayHowMuch() {
    Assumptions.assumeTrue(
        OneDnn.supports(Precision.BFLOAT16), "the processor has no units for bfloat16");
    try (SelectedEngine engine = select(EngineChoice.AUTO, Precision.BFLOAT16)) {
      assertThat(engine.choice()).isEqualTo(EngineChoice.ONEDNN);
      assertThat(engine.parity().orElseThrow().within(1e-5)).isFalse();
      assertThat(engine.parity().orElseThrow().within(0.05)).isTrue();
    }
  }

  @Test
  void aLongRunInFloat32IsToldWhatBfloat16WouldSave() {
    PrecisionAdvice advice = new PrecisionAdvice(10);
    advice.ran(inputs(), 9);
    assertThat(advice.line(EngineChoice.ONEDNN, Precision.FLOAT32, model)).isEmpty();
    advice.ran(inputs(), 9);
    assertThat(advice.line(EngineChoice.ONEDNN, Precision.BFLOAT16, model)).isEmpty();
    assertThat(advice.line(EngineChoice.SAMEDIFF, Precision.FLOAT32, model)).isEmpty();
    Optional<String> line = advice.line(EngineChoice.ONEDNN, Precision.FLOAT32, model);
    assertThat(line.isPresent()).isEqualTo(OneDnn.supports(Precision.BFLOAT16));
    line.ifPresent(
        told ->
            assertThat(told)
                .startsWith(
                    "the base took 18 s in float32; EngineSettings.precision(bfloat16) would take"));
  }

  @Test
  void aPrecisionThatSavesNextToNothingIsNotAdvised() {
    assertThat(PrecisionAdvice.line(100, 95)).isEmpty();
    assertThat(PrecisionAdvice.line(100, 300)).isEmpty();
    assertThat(PrecisionAdvice.line(100, 60).orElseThrow()).endsWith("would take about 60 s");
  }

  @Test
  void aPrecisionThatIsSlowerHereIsNotTaken() {
    List<String> told = new ArrayList<>();
    assertThat(PrecisionSpeed.chosen(Precision.BFLOAT16, 0.3, told::add))
        .isEqualTo(Precision.BFLOAT16);
    assertThat(PrecisionSpeed.chosen(Precision.BFLOAT16, 1.2, told::add))
        .isEqualTo(Precision.BFLOAT16);
    assertThat(told).isEmpty();
    assertThat(PrecisionSpeed.chosen(Precision.BFLOAT16, 2.9, told::add))
        .isEqualTo(Precision.FLOAT32);
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("bfloat16 takes 2.9 times as long as float32 on this processor");
  }

  @Test
  void littleWorkIsSameDiffs() {
    try (SelectedEngine engine = select(EngineChoice.AUTO, Precision.FLOAT32)) {
      assertThat(engine.choice()).isEqualTo(EngineChoice.SAMEDIFF);
    }
  }

  @Test
  void whereAnEngineFailsSameDiffGoesOn() {
    EngineSelector.FrozenWork none = new EngineSelector.FrozenWork(model, inputs(), -1, 4);
    try (SelectedEngine engine = selector(EngineChoice.ONEDNN, Precision.FLOAT32).select(none)) {
      assertThat(engine.choice()).isEqualTo(EngineChoice.SAMEDIFF);
      assertThat(engine.run(inputs()).shape()[0]).isEqualTo(4);
    }
    assertThat(warnings).singleElement().asString().contains("onednn fails").contains("samediff");
  }

  @Test
  void anEngineThatDisagreesIsNotUsed() {
    EngineSelector selector = selector(EngineChoice.ONEDNN, Precision.FLOAT32);
    Tensor expected = new Tensor(new float[] {100, 2}, 1, 2);
    Engine close = fake(100.05f, 2);
    assertThat(selector.proved(work(), EngineChoice.ONEDNN, close, expected).engine())
        .isSameAs(close);
    for (Engine wrong : List.of(fake(100.2f, 2), fake(Float.NaN, 2), fake(100))) {
      assertThatThrownBy(() -> selector.proved(work(), EngineChoice.ONEDNN, wrong, expected))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("onednn and samediff disagree on the first 1 images");
    }
  }

  @Test
  void theCommandLineListsEveryEngine() {
    for (EngineChoice engine : EngineChoice.values()) {
      assertThat(EngineChoice.LIST).contains(engine.toString());
    }
  }

  private SelectedEngine select(EngineChoice engine, Precision precision) {
    return selector(engine, precision).select(work());
  }

  private EngineSelector selector(EngineChoice engine, Precision precision) {
    return new EngineSelector(
        new EngineSettings(engine, precision, true),
        Optional.of(new SelectionRecords(folder.resolve("engines"))),
        warnings::add);
  }

  private EngineSelector.FrozenWork work() {
    return new EngineSelector.FrozenWork(model, inputs(), 4, 4);
  }

  private Map<String, Tensor> inputs() {
    return Map.of(model.plan().input().name(), images);
  }

  private List<Path> records() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("engines"))) {
      return files.toList();
    }
  }

  private static Engine fake(float... values) {
    return new Engine() {
      @Override
      public Tensor run(Map<String, Tensor> inputs) {
        return new Tensor(values, 1, values.length);
      }

      @Override
      public void close() {}
    };
  }
}
