package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.storage.FileSystemTraits;

/**
 * Finds which images of a listing a split keeps together: those that a table or a pattern of names
 * puts into a group, copies, and near copies. Near copies that a class has little else than are how
 * that class looks, as all frames of a fixed camera are alike; of them copies alone stay together.
 */
final class Together {
  private final Split split;
  private final Path root;
  private final SortedMap<String, List<Path>> classes;
  private final List<Path> files;

  /**
   * @param root folder that patterns of names leave out
   * @param classes images by class
   */
  Together(Split split, Path root, SortedMap<String, List<Path>> classes) {
    this.split = split;
    this.root = root;
    this.classes = classes;
    this.files = PathList.of(classes.values().stream().flatMap(List::stream));
  }

  /** All of them, with those that are together for another reason. */
  ImageGroups groups(ImageGroups given) {
    ImageGroups named = split.groupBy().map(this::named).orElse(ImageGroups.NONE).with(given);
    boolean alone = classes.values().stream().allMatch(images -> images.size() < 2);
    if (split.by() == SplitBy.FILE || alone || PackedFolder.isListing(root)) {
      return named.among(files);
    }
    ContentLook.Alikeness alike = split.look().among(files);
    return named.with(alike.same()).with(fewEnough(alike.near())).among(files);
  }

  private ImageGroups named(Pattern pattern) {
    Map<Path, String> keys = new LinkedHashMap<>();
    for (Path file : files) {
      Matcher matcher = pattern.matcher(FileSystemTraits.withSlashes(root.relativize(file)));
      if (matcher.find()) {
        keys.put(file, key(matcher));
      }
    }
    if (keys.isEmpty()) {
      throw new InputException(
          ("%s fits no image, such as %s: expected a pattern of which a part is the same in"
                  + " all names of a group, or a column of the labels file")
              .formatted(
                  Hint.GROUP_BY.to("'" + pattern + "'"),
                  files.isEmpty() ? root : root.relativize(files.get(0))));
    }
    return ImageGroups.byKey(keys);
  }

  /** What is in brackets, or all that fits where nothing is. */
  private static String key(Matcher matcher) {
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      parts.add(String.valueOf(matcher.group(i)));
    }
    return parts.isEmpty() ? matcher.group() : parts.toString();
  }

  /** Groups without which every class they are of still has images for both sides. */
  private ImageGroups fewEnough(ImageGroups near) {
    Map<Path, String> labels = near.labels(classes);
    return new ImageGroups(near.groups().stream().filter(g -> isFewEnough(g, labels)).toList());
  }

  private boolean isFewEnough(List<Path> group, Map<Path, String> labels) {
    Map<String, Integer> counts = new HashMap<>();
    group.forEach(file -> counts.merge(labels.get(file), 1, Integer::sum));
    return counts.entrySet().stream()
        .allMatch(
            e -> {
              int all = classes.get(e.getKey()).size();
              return all == 1 || all - e.getValue() >= split.usualTestCount(all);
            });
  }
}
