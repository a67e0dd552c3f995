package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Colours over a picture, by hand. */
class HeatTest {
  private static final int SIDE = 60;

  @ParameterizedTest
  @CsvSource({
    "0, most at the top left",
    "2, most at the top right",
    "4, most at the middle centre",
    "7, most at the bottom centre"
  })
  void theHottestCellIsNamedAndIsTheLightest(int hottest, String where) {
    float[] cells = new float[9];
    cells[hottest] = 2;
    Heat heat = new Heat(new Tensor(cells, 3, 3), 2);
    assertThat(heat.where()).isEqualTo(where);
    BufferedImage over = heat.over(black());
    int brightest = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      brightest = lightness(over, i) > lightness(over, brightest) ? i : brightest;
    }
    assertThat(brightest / SIDE / (SIDE / 3)).isEqualTo(hottest / 3);
    assertThat(brightest % SIDE / (SIDE / 3)).isEqualTo(hottest % 3);
  }

  /**
   * So that it is read in print: from none to most in straight steps, none darker than the last.
   */
  @Test
  void theScaleGrowsLighterAllTheWay() {
    Heat heat = new Heat(new Tensor(new float[] {0, 1}, 1, 2), 1);
    BufferedImage over = heat.over(black());
    int row = SIDE / 2 * SIDE;
    for (int x = 1; x < SIDE; x++) {
      assertThat(lightness(over, row + x)).isGreaterThanOrEqualTo(lightness(over, row + x - 1));
    }
    assertThat(lightness(over, row + SIDE - 1) - lightness(over, row)).isGreaterThan(100);
  }

  @Test
  void noHeatIsNoneAndTheScaleIsShared() {
    Tensor none = new Tensor(new float[4], 2, 2);
    assertThat(new Heat(none, 0).where()).isEqualTo("none");
    Tensor half = new Tensor(new float[] {1, 1, 1, 1}, 2, 2);
    int shared = lightness(new Heat(half, 2).over(black()), 0);
    assertThat(shared)
        .isGreaterThan(lightness(new Heat(none, 0).over(black()), 0))
        .isLessThan(lightness(new Heat(half, 1).over(black()), 0));
    assertThat(Heat.gradient()).startsWith("linear-gradient(90deg,#").doesNotContain(" ");
  }

  private static BufferedImage black() {
    return new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
  }

  private static int lightness(BufferedImage image, int i) {
    int rgb = image.getRGB(i % SIDE, i / SIDE);
    return (2126 * (rgb >> 16 & 255) + 7152 * (rgb >> 8 & 255) + 722 * (rgb & 255)) / 10000;
  }
}
