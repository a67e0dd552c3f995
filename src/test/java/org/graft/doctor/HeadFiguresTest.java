package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.graft.image.Dataset;
import org.graft.image.LabelSets;
import org.graft.image.LabelledImage;
import org.graft.image.LeftOut;
import org.graft.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadFiguresTest {
  private static final double ROUNDING = 1e-6;
  private static final List<String> LABELS = List.of("dark", "red", "very red");

  @TempDir Path folder;

  @Test
  void ignoranceOfClassesCostsTheLogarithmOfTheirNumber() throws IOException {
    Dataset data = new Dataset(LABELS, images(0, 0, 1, 2), List.of());
    assertThat(lossOfIgnorance(data)).isCloseTo(1.0986122886681098, within(ROUNDING));
    Dataset two = new Dataset(LABELS.subList(0, 2), images(0, 0, 0, 1), List.of());
    assertThat(lossOfIgnorance(two)).isCloseTo(0.6931471805599453, within(ROUNDING));
  }

  /** However many of the labels an image has. */
  @Test
  void ignoranceOfLabelsCostsTheLogarithmOfTwo() throws IOException {
    LabelSets sets = new LabelSets(List.of(List.of(), List.of(1), List.of(0, 1, 2)));
    Dataset data =
        new Dataset(LABELS, images(0, 1, 2, 2), List.of(), List.of(), LeftOut.NOTHING, sets);
    assertThat(lossOfIgnorance(data)).isCloseTo(0.6931471805599453, within(ROUNDING));
  }

  private static double lossOfIgnorance(Dataset data) {
    return HeadFigures.lossOfIgnorance(Labs.of(ColourBase.tanh(), Labs.request(data, Recipe.SEED)));
  }

  private List<LabelledImage> images(int... answers) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<LabelledImage> images = new ArrayList<>();
    for (int answer : answers) {
      images.add(Labs.painted(folder.resolve(images.size() + ".png"), answer, random));
    }
    return images;
  }
}
