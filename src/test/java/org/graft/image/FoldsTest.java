package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldsTest {
  private static final List<String> NAMES = List.of("cat", "dog", "emu");

  /** 7 cats, 10 dogs, 4 emus. */
  private static final int[] LABELS =
      IntStream.range(0, 21).map(i -> i < 7 ? 0 : i < 17 ? 1 : 2).toArray();

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10, 21})
  void classesAndImagesAreSpreadEvenly(int count) {
    int[] parts = new Folds(count, 1).deal(NAMES, LABELS, files(), ImageGroups.NONE);
    requireEven(parts, IntStream.range(0, LABELS.length).toArray(), count);
    for (int label = 0; label < NAMES.size(); label++) {
      int wanted = label;
      requireEven(parts, IntStream.range(0, 21).filter(i -> LABELS[i] == wanted).toArray(), count);
    }
  }

  @Test
  void dealingIsTheSameForever() {
    assertThat(new Folds(3, 1).deal(NAMES, LABELS, files(), ImageGroups.NONE))
        .containsExactly(1, 1, 0, 0, 2, 2, 0, 2, 1, 2, 0, 1, 1, 2, 1, 0, 0, 2, 0, 2, 1);
  }

  @Test
  void orderOfListingDoesNotMatter() {
    int[] parts = new Folds(3, 1).deal(NAMES, LABELS, files(), ImageGroups.NONE);
    List<Integer> turned = new ArrayList<>(IntStream.range(0, 21).boxed().toList());
    Collections.reverse(turned);
    int[] labels = turned.stream().mapToInt(row -> LABELS[row]).toArray();
    List<Path> files = turned.stream().map(files()::get).toList();
    int[] other = new Folds(3, 1).deal(NAMES, labels, files, ImageGroups.NONE);
    assertThat(IntStream.range(0, 21).map(i -> other[20 - i]).toArray()).isEqualTo(parts);
  }

  @Test
  void seedsDealOtherwise() {
    assertThat(new Folds(3, 2).deal(NAMES, LABELS, files(), ImageGroups.NONE))
        .isNotEqualTo(new Folds(3, 1).deal(NAMES, LABELS, files(), ImageGroups.NONE));
  }

  @Test
  void everyClassIsTaughtInEveryFold() {
    List<Path> files = List.of(Path.of("a"), Path.of("b"), Path.of("c"), Path.of("d"));
    int[] parts = new Folds(2, 1).deal(NAMES, new int[] {0, 0, 1, 1}, files, ImageGroups.NONE);
    assertThat(parts[0]).isNotEqualTo(parts[1]);
    assertThat(parts[2]).isNotEqualTo(parts[3]);
  }

  @Test
  void whatCannotBeDealtIsRefused() {
    assertThatThrownBy(() -> new Folds(1, 1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Folds(22, 1).deal(NAMES, LABELS, files(), ImageGroups.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage("cannot deal 21 images into 22 parts; fewer Training.folds() can be had");
    List<Path> three = files().subList(0, 3);
    assertThatThrownBy(
            () -> new Folds(2, 1).deal(NAMES, new int[] {0, 0, 2}, three, ImageGroups.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage("class 'emu' has one image: cross-validation needs two of each class");
  }

  private static void requireEven(int[] parts, int[] rows, int count) {
    int[] sizes = new int[count];
    Arrays.stream(rows).forEach(row -> sizes[parts[row]]++);
    assertThat(Arrays.stream(sizes).max().getAsInt() - Arrays.stream(sizes).min().getAsInt())
        .isLessThanOrEqualTo(1);
  }

  private static List<Path> files() {
    return IntStream.range(0, 21).mapToObj(i -> Path.of(i + ".jpg")).toList();
  }
}
