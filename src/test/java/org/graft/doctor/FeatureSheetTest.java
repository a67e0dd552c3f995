package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.graft.feature.Features;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.Test;

/** What the doctor sees of features, by hand. */
class FeatureSheetTest {
  private static final double EXACT = 1e-9;

  @Test
  void deadFeaturesAreZeroForEveryImageAndConstantOnesAreTheSame() {
    FeatureSheet sheet = sheet(4, 0, 5, 1, -8, 0, 5, 3, 0);
    assertThat(sheet.finite()).isTrue();
    assertThat(sheet.dead()).isCloseTo(0.25, within(EXACT));
    assertThat(sheet.constant()).isCloseTo(0.5, within(EXACT));
    assertThat(sheet.largest()).isEqualTo(8);
    assertThat(sheet.mean()).isCloseTo((5 + 2 - 4) / 4.0, within(EXACT));
    assertThat(sheet.deviation()).isCloseTo(Math.sqrt((1 + 16) / 4.0), within(EXACT));
  }

  @Test
  void imagesThatLookAlikeHaveFeaturesOfOneDirection() {
    assertThat(sheet(2, 1, 1, 3, 3, 5, 5).cosine()).isCloseTo(1, within(EXACT));
    assertThat(sheet(2, 1, 0, 0, 4).cosine()).isCloseTo(0, within(EXACT));
    assertThat(sheet(2, 1, 0, -2, 0).cosine()).isCloseTo(-1, within(EXACT));
  }

  @Test
  void aFeatureThatMovesByRoundingAloneIsConstant() {
    assertThat(sheet(1, 1e6f, 1e6f + 0.0625f).constant()).isEqualTo(1);
    assertThat(sheet(1, 1e6f, 1e6f + 16).constant()).isZero();
  }

  @Test
  void whatIsNoNumberIsSaidAndNotCountedWith() {
    assertThat(sheet(2, 1, Float.NaN, 3, 4)).isEqualTo(new FeatureSheet(false, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void standardisedFeaturesHaveMeanZeroAndDeviationOne() {
    Features features = features(3, 1, 7, -2, 3, 7, -6, 8, 7, -4);
    double[][] rows = Standard.of(features).rows(features);
    for (int c : new int[] {0, 2}) {
      double sum = 0;
      double squares = 0;
      for (double[] row : rows) {
        sum += row[c];
        squares += row[c] * row[c];
      }
      assertThat(sum).isCloseTo(0, within(EXACT));
      assertThat(squares / rows.length).isCloseTo(1, within(EXACT));
    }
    for (double[] row : rows) {
      assertThat(row[1]).isZero();
    }
  }

  private static FeatureSheet sheet(int width, float... values) {
    return FeatureSheet.of(features(width, values));
  }

  private static Features features(int width, float... values) {
    int rows = values.length / width;
    List<Path> files = Collections.nCopies(rows, Path.of("image"));
    return new Features(new Tensor(values, rows, width), new int[rows], files);
  }
}
