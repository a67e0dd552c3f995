package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.graft.base.Base;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.plan.Weights;
import org.graft.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecalibrationTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-4f);

  @TempDir Path folder;

  @Test
  void onlyBasesWithBatchNormAreConcerned() {
    assertThat(Recalibration.concerns(ColourBase.normalized())).isTrue();
    assertThat(Recalibration.concerns(ColourBase.tanh())).isFalse();
  }

  /** Of one batch, computed pixel by pixel; all else of the base stays as it is. */
  @Test
  void statisticsAreThoseOfWhatEntersTheBatchNorm() throws IOException {
    Base base = ColourBase.normalized();
    Dataset data = Labs.reds(folder, 12, 3);
    Lab lab = Labs.of(base, Labs.request(data, Recipe.SEED));
    Weights found = Recalibration.of(lab, lab.request()).model().weights();
    Weights before = base.model().weights();
    float[] means = found.get("norm", Weights.MOVING_MEAN).values();
    float[] variances = found.get("norm", Weights.MOVING_VARIANCE).values();
    for (int filter = 0; filter < means.length; filter += 7) {
      double[] expected = statistics(before, filter, data.train());
      assertThat(means[filter]).isCloseTo((float) expected[0], CLOSE);
      assertThat(variances[filter]).isCloseTo((float) expected[1], CLOSE);
    }
    assertThat(found.get("norm", Weights.BETA)).isEqualTo(before.get("norm", Weights.BETA));
    assertThat(found.get("conv", Weights.KERNEL)).isEqualTo(before.get("conv", Weights.KERNEL));
  }

  /** Mean and variance of a filter's output over all pixels, which it takes as -1..1. */
  private static double[] statistics(Weights weights, int filter, List<LabelledImage> images)
      throws IOException {
    float[] kernel = weights.get("conv", Weights.KERNEL).values();
    float[] bias = weights.get("conv", Weights.BIAS).values();
    double sum = 0;
    double squares = 0;
    for (LabelledImage each : images) {
      BufferedImage image = ImageIO.read(each.file().toFile());
      for (int pixel = 0; pixel < ColourBase.SIZE * ColourBase.SIZE; pixel++) {
        int rgb = image.getRGB(pixel % ColourBase.SIZE, pixel / ColourBase.SIZE);
        double made = bias[filter];
        for (int c = 0; c < 3; c++) {
          double level = ((rgb >> (16 - 8 * c)) & 255) / 127.5 - 1;
          made += level * kernel[c * bias.length + filter];
        }
        sum += made;
        squares += made * made;
      }
    }
    double count = images.size() * (double) (ColourBase.SIZE * ColourBase.SIZE);
    double mean = sum / count;
    return new double[] {mean, squares / count - mean * mean};
  }
}
