package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs together stays on one side, and where nothing does nothing changes. */
class ImageGroupsTest {
  @TempDir Path dir;

  /** Whole groups were compared for each of their images, which took minutes of these. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void largeGroupsAreJoinedInTheTimeOfTheirCount() {
    List<Path> files =
        IntStream.range(0, 200_000).mapToObj(i -> Path.of("day", i + ".jpg")).toList();
    ImageGroups halves =
        new ImageGroups(List.of(files.subList(0, 100_000), files.subList(100_000, 200_000)));
    ImageGroups across = new ImageGroups(List.of(List.of(files.get(0), files.get(150_000))));
    assertThat(halves.with(across).groups()).hasSize(1);
    assertThat(halves.with(new ImageGroups(List.of(files.subList(0, 2)))).groups()).hasSize(2);
  }

  @Test
  void joinsWhatTouches() {
    ImageGroups one = groups(List.of(List.of("a", "b"), List.of("c", "d"), List.of("x")));
    ImageGroups other = groups(List.of(List.of("d", "e"), List.of("e", "a"), List.of("f", "g")));

    assertThat(one.groups()).hasSize(2);
    assertThat(one.with(other).groups().stream().map(Set::copyOf).collect(Collectors.toSet()))
        .isEqualTo(Set.of(Set.copyOf(paths("a", "b", "c", "d", "e")), Set.copyOf(paths("f", "g"))));
    assertThat(one.with(other).among(paths("a", "e", "f")).groups()).hasSize(1);
    int[] units = one.units(paths("b", "z", "a", "y"));
    assertThat(units[0]).isEqualTo(units[2]);
    assertThat(Arrays.stream(units).distinct().count()).isEqualTo(3);
  }

  /** The split as it was before there were groups. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.2, 0.5, 0.9})
  void withoutGroupsTheFirstOfEachClassByRankAreChosen(double share) {
    SortedMap<String, List<Path>> classes = new TreeMap<>();
    for (int size : new int[] {1, 2, 3, 7, 50}) {
      classes.put(
          "c" + size, IntStream.range(0, size).mapToObj(i -> Path.of("x", i + "")).toList());
    }
    Set<Path> expected = new HashSet<>();
    classes.forEach(
        (label, images) -> {
          List<Path> unique = images.stream().map(i -> Path.of(label, i.toString())).toList();
          long count =
              share == 0 || images.size() < 2
                  ? 0
                  : Math.max(1, Math.min(images.size() - 1, Math.round(share * images.size())));
          Map<String, Path> ranked = new TreeMap<>();
          unique.forEach(image -> ranked.put(Rank.of(3, label, image), image));
          ranked.values().stream().limit(count).forEach(expected::add);
        });
    SortedMap<String, List<Path>> unique = new TreeMap<>();
    classes.forEach(
        (label, images) ->
            unique.put(label, images.stream().map(i -> Path.of(label, i.toString())).toList()));

    assertThat(new Split(SplitBy.CONTENT, share, 3).testPart(unique, ImageGroups.NONE))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTENT", "HASH"})
  void groupsStayTogetherAndSharesAreMet(SplitBy by) {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 50; round++) {
      SortedMap<String, List<Path>> classes = new TreeMap<>();
      List<Path> all = new ArrayList<>();
      for (String label : List.of("a", "b", "c")) {
        int count = 20 + random.nextInt(60);
        List<Path> images =
            IntStream.range(0, count).mapToObj(i -> Path.of(label, i + ".jpg")).toList();
        classes.put(label, images);
        all.addAll(images);
      }
      int[] sets = IntStream.range(0, all.size()).map(i -> random.nextInt(100)).toArray();
      ImageGroups groups = ImageGroups.bySet(all, sets);

      Set<Path> chosen = new Split(by, 0.2, round).testPart(classes, groups);

      for (List<Path> group : groups.groups()) {
        assertThat(group.stream().map(chosen::contains).distinct()).hasSize(1);
      }
      if (by == SplitBy.CONTENT) {
        classes.forEach(
            (label, images) ->
                assertThat(
                        images.stream().filter(chosen::contains).count() / (double) images.size())
                    .isBetween(0.1, 0.3));
      }
    }
  }

  @Test
  void aClassOfTwoGroupsHasOneOnEitherSide() {
    List<Path> files = IntStream.range(0, 20).mapToObj(i -> Path.of("a", i + "")).toList();
    ImageGroups halves =
        ImageGroups.bySet(files, IntStream.range(0, 20).map(i -> i < 13 ? 0 : 1).toArray());

    assertThat(
            new Split(SplitBy.CONTENT, 0.2, 1).testPart(new TreeMap<>(Map.of("a", files)), halves))
        .containsExactlyInAnyOrderElementsOf(files.subList(13, 20));
    ImageGroups one = ImageGroups.bySet(files, new int[20]);
    assertThat(new Split(SplitBy.CONTENT, 0.2, 1).testPart(new TreeMap<>(Map.of("a", files)), one))
        .isEmpty();
  }

  @Test
  void foldsKeepGroupsWholeAndClassesSpread() {
    SplittableRandom random = new SplittableRandom(5);
    List<Path> files = IntStream.range(0, 120).mapToObj(i -> Path.of(i + ".jpg")).toList();
    int[] labels = IntStream.range(0, 120).map(i -> i / 40).toArray();
    int[] sets = IntStream.range(0, 120).map(i -> 30 * labels[i] + random.nextInt(30)).toArray();
    ImageGroups groups = ImageGroups.bySet(files, sets);

    int[] parts = new Folds(4, 1).deal(List.of("a", "b", "c"), labels, files, groups);

    Map<Integer, Integer> bySet = new HashMap<>();
    for (int i = 0; i < 120; i++) {
      assertThat(bySet.computeIfAbsent(sets[i], set -> -1)).isIn(-1, parts[i]);
      bySet.put(sets[i], parts[i]);
    }
    for (int label = 0; label < 3; label++) {
      int own = label;
      for (int p = 0; p < 4; p++) {
        int part = p;
        assertThat(
                IntStream.range(0, 120).filter(i -> labels[i] == own && parts[i] == part).count())
            .isBetween(8L, 12L);
      }
    }
    ImageGroups one = ImageGroups.bySet(files, IntStream.range(0, 120).map(i -> i / 40).toArray());
    assertThatThrownBy(() -> new Folds(4, 1).deal(List.of("a", "b", "c"), labels, files, one))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class 'a' is one group of images");
  }

  @Test
  void patternsOfNamesAndCopiesAreKeptTogether() throws IOException {
    for (int i = 0; i < 30; i++) {
      put("cat/film" + i / 5 + "_" + i % 5 + ".jpg");
      put("dog/film" + (i / 5 + 3) + "_" + i % 5 + ".jpg");
    }
    Split split =
        new Split(
            SplitBy.FILE, 0.2, 1, Optional.of(Pattern.compile("film(\\d+)_")), ContentLook.NONE);

    Dataset dataset = new ImageFolder(dir, FolderRules.USUAL).open(split);

    assertThat(films(dataset.train())).doesNotContainAnyElementsOf(films(dataset.test()));
    assertThat(dataset.test()).isNotEmpty();
    assertThat(dataset.groups().groups())
        .isNotEmpty()
        .allSatisfy(g -> assertThat(g.size()).isIn(5, 10));
    Split none =
        new Split(SplitBy.FILE, 0.2, 1, Optional.of(Pattern.compile("reel")), ContentLook.NONE);
    assertThatThrownBy(() -> new ImageFolder(dir, FolderRules.USUAL).open(none))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Split.groupBy('reel') fits no image, such as cat/film0_0.jpg");
  }

  @Test
  void nearCopiesThatAClassHasLittleElseThanAreParted() throws IOException {
    for (int i = 0; i < 10; i++) {
      put("day/" + i + ".jpg");
      put("night/" + i + ".jpg");
    }
    ContentLook camera =
        files ->
            new ContentLook.Alikeness(
                ImageGroups.bySet(files, IntStream.range(0, 20).map(i -> i < 2 ? 0 : i).toArray()),
                ImageGroups.bySet(
                    files,
                    IntStream.range(0, 20).map(i -> i < 10 ? 0 : i < 13 ? 10 : i).toArray()));

    Split split = new Split(SplitBy.CONTENT, 0.2, 1, Optional.empty(), camera);
    Dataset dataset = new ImageFolder(dir, FolderRules.USUAL).open(split);

    assertThat(dataset.test()).hasSize(4);
    ImageGroups kept = camera.among(images(dataset)).same();
    List<Path> tested = dataset.test().stream().map(LabelledImage::file).toList();
    for (List<Path> copies :
        List.of(
            List.of(dir.resolve("day/0.jpg"), dir.resolve("day/1.jpg")),
            List.of(
                dir.resolve("night/0.jpg"),
                dir.resolve("night/1.jpg"),
                dir.resolve("night/2.jpg")))) {
      assertThat(copies.stream().map(tested::contains).distinct()).hasSize(1);
    }
    assertThat(kept.groups()).hasSize(1);
  }

  private static List<Path> images(Dataset dataset) {
    List<Path> all = new ArrayList<>();
    dataset.train().forEach(image -> all.add(image.file()));
    dataset.test().forEach(image -> all.add(image.file()));
    all.sort(null);
    return all;
  }

  private static Set<String> films(List<LabelledImage> images) {
    return images.stream()
        .map(i -> i.file().getFileName().toString().split("_")[0])
        .collect(Collectors.toSet());
  }

  private void put(String name) throws IOException {
    Files.createDirectories(dir.resolve(name).getParent());
    Files.writeString(dir.resolve(name), "");
  }

  private static List<Path> paths(String... names) {
    return Arrays.stream(names).map(Path::of).toList();
  }

  private static ImageGroups groups(List<List<String>> groups) {
    return new ImageGroups(groups.stream().map(g -> g.stream().map(Path::of).toList()).toList());
  }
}
