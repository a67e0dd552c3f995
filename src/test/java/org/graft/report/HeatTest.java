package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.graft.image.Pixels;
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
    Pixels over = heat.over(black());
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
    Pixels over = heat.over(black());
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

  private static Pixels black() {
    return new Pixels(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
  }

  private static int lightness(Pixels image, int i) {
    byte[] rgb = image.rgb();
    int red = rgb[3 * i] & 255;
    int green = rgb[3 * i + 1] & 255;
    int blue = rgb[3 * i + 2] & 255;
    return (2126 * red + 7152 * green + 722 * blue) / 10000;
  }
}
