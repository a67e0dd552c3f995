package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.graft.base.BaseOptions;
import org.graft.base.Importer;
import org.graft.engine.Precision;
import org.graft.engine.onednn.OneDnn;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.experiment.McNemar;
import org.graft.fixture.RealData;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What heads learn on features in bfloat16 is no worse than what they learn on float32's. */
@Tag("oracle")
class HalfPrecisionAccuracyTest {
  private static final int SEEDS = 3;

  @ParameterizedTest
  @CsvSource({
    "mobilenet_2_5_224_tf_no_top.h5, , 128",
    "inception_v3_2015_upto_mixed8.h5, mixed8, 150",
  })
  void headsLearnLogosAsWell(String file, String cut, int size) {
    Assumptions.assumeTrue(
        OneDnn.supports(Precision.BFLOAT16), "the processor has no units for bfloat16");
    Path logos = RealData.require("logos");
    ImportedBase base = imported(RealData.require("weights").resolve(file), cut);
    int right = 0;
    int rightInHalf = 0;
    int images = 0;
    int onlyInFull = 0;
    int onlyInHalf = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Training training = base.on(logos).size(size).seed(seed);
      Evaluation full = training.engines(in(Precision.FLOAT32)).train().evaluation();
      Evaluation half = training.engines(in(Precision.BFLOAT16)).train().evaluation();
      McNemar pair = McNemar.of(full, half);
      right += full.correct();
      rightInHalf += half.correct();
      images += full.images();
      onlyInFull += pair.onlyFirst();
      onlyInHalf += pair.onlySecond();
    }
    McNemar all = new McNemar(onlyInFull, onlyInHalf);
    String told =
        String.format(
            "%s: %d and in bfloat16 %d of %d right, p = %.2f",
            file, right, rightInHalf, images, all.probability());
    System.out.println(told);
    assertThat(rightInHalf).as(told).isGreaterThanOrEqualTo(right - images / 100);
    assertThat(all.probability()).as(told).isGreaterThan(0.05);
  }

  private static EngineSettings in(Precision precision) {
    return new EngineSettings(EngineChoice.ONEDNN, precision, false);
  }

  private static ImportedBase imported(Path file, String cut) {
    Importer.ImportRequest all = Importer.ImportRequest.of(file);
    return Graft.importKeras(all.with(BaseOptions.NONE.upTo(cut)));
  }
}
