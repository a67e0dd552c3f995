package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.InputException;

/**
 * How images without a test part of their own are parted. Which are chosen hangs on the seed, the
 * class, the files' names and what belongs together alone: not on the order of listing, nor on
 * where the folder lies.
 *
 * @param testShare share of the images kept for testing, at least 0 and less than 1
 * @param seed another seed chooses other images
 * @param groupBy what names of images that belong together have in common, if anything
 * @param look tells which show the same, unless images are chosen file by file
 */
public record Split(
    SplitBy by, double testShare, long seed, Optional<Pattern> groupBy, ContentLook look) {
  private static final double DEFAULT_TEST_SHARE = 0.2;

  public Split {
    if (!(testShare >= 0 && testShare < 1)) {
      throw new InputException(
          "the test share is " + testShare + ": expected at least 0 and less than 1, such as 0.2");
    }
  }

  /** By names alone. */
  public Split(SplitBy by, double testShare, long seed) {
    this(by, testShare, seed, Optional.empty(), ContentLook.NONE);
  }

  /** A fifth of every class for testing. */
  public static Split withSeed(long seed) {
    return new Split(SplitBy.FILE, DEFAULT_TEST_SHARE, seed);
  }

  /** Those images that are for testing; of a group all or none. */
  Set<Path> testPart(SortedMap<String, List<Path>> classes, ImageGroups groups) {
    return by == SplitBy.HASH ? byHash(classes, groups) : byClass(classes, groups);
  }

  private Set<Path> byHash(SortedMap<String, List<Path>> classes, ImageGroups groups) {
    Map<Path, String> labels = groups.labels(classes);
    Map<Path, Path> deciding = new HashMap<>();
    for (List<Path> group : groups.groups()) {
      Path first = group.stream().min(Comparator.comparing(Path::toString)).orElseThrow();
      group.forEach(image -> deciding.put(image, first));
    }
    Set<Path> chosen = new HashSet<>();
    classes.forEach(
        (label, images) ->
            images.forEach(
                image -> {
                  Path decides = deciding.getOrDefault(image, image);
                  String own = labels.getOrDefault(decides, label);
                  if (Rank.share(seed, own, decides) < testShare) {
                    chosen.add(image);
                  }
                }));
    return chosen;
  }

  private Set<Path> byClass(SortedMap<String, List<Path>> classes, ImageGroups groups) {
    List<Path> files = PathList.of(classes.values().stream().flatMap(List::stream));
    List<Integer> labels = new ArrayList<>();
    SortedMap<Integer, List<Integer>> order = new TreeMap<>();
    for (Map.Entry<String, List<Path>> each : classes.entrySet()) {
      int label = order.size();
      order.put(label, ranked(each.getKey(), each.getValue(), labels.size()));
      each.getValue().forEach(file -> labels.add(label));
    }
    int[] classOf = labels.stream().mapToInt(label -> label).toArray();
    boolean[] chosen = Parting.chosen(order, classOf, groups.units(files), this::testCount);
    return IntStream.range(0, chosen.length)
        .filter(row -> chosen[row])
        .mapToObj(files::get)
        .collect(Collectors.toSet());
  }

  /** The rows of a class's images, the first of which is {@code from}, as they are chosen. */
  private List<Integer> ranked(String label, List<Path> images, int from) {
    record Ranked(String rank, String file, int row) {}
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Path image = images.get(i);
      ranked.add(new Ranked(Rank.of(seed, label, image), image.toString(), from + i));
    }
    ranked.sort(Comparator.comparing(Ranked::rank).thenComparing(Ranked::file));
    return ranked.stream().map(Ranked::row).toList();
  }

  private int testCount(int images) {
    return testCount(testShare, images);
  }

  /** How many of a class are for testing where any are. */
  int usualTestCount(int images) {
    return testCount(testShare == 0 ? DEFAULT_TEST_SHARE : testShare, images);
  }

  private static int testCount(double share, int images) {
    if (share == 0 || images < 2) {
      return 0;
    }
    return (int) Math.max(1, Math.min(images - 1, Math.round(share * images)));
  }
}
