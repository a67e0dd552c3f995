package org.graft.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.graft.audit.Finding.Kind;
import org.graft.image.Role;

/**
 * Images that show the same.
 *
 * @param images two or more, those to learn from first
 */
record Alike(List<AuditedImage> images) {
  /** Images that a message names; of more it says how many they are. */
  static final int NAMED = 2;

  /** Those of two or more images that are in one set, in the order of their first. */
  static List<Alike> of(List<AuditedImage> images, int... sets) {
    int[] members = new int[sets.length];
    for (int set : sets) {
      members[set]++;
    }
    SortedMap<Integer, List<AuditedImage>> groups = new TreeMap<>();
    for (int i = 0; i < sets.length; i++) {
      if (members[sets[i]] > 1) {
        groups.computeIfAbsent(sets[i], set -> new ArrayList<>()).add(images.get(i));
      }
    }
    return groups.values().stream().map(Alike::new).toList();
  }

  boolean acrossParts() {
    return images.stream().map(AuditedImage::part).distinct().count() > 1;
  }

  boolean acrossClasses() {
    return images.stream().map(AuditedImage::label).distinct().count() > 1;
  }

  /** Whether a class has some of them to learn from and others to test with. */
  boolean acrossPartsOfAClass() {
    return images.stream().map(image -> image.part() + "/" + image.label()).distinct().count()
        > images.stream().map(AuditedImage::label).distinct().count();
  }

  /** Whether that is the same of all. */
  boolean isOne(Function<Fingerprint, CrcPair> what) {
    return images.stream().map(AuditedImage::fingerprint).map(what).distinct().count() == 1;
  }

  /**
   * What there is to say of them.
   *
   * @param how they are alike
   * @param leaks whether they are where a test would be made easy
   * @param leak what they are then
   * @param duplicate what they are else, if they are of one class
   */
  List<Finding> findings(String how, boolean leaks, Kind leak, Kind duplicate) {
    List<Kind> kinds = new ArrayList<>();
    if (leaks) {
      kinds.add(leak);
    }
    if (acrossClasses()) {
      kinds.add(Kind.TWO_CLASSES);
    }
    if (kinds.isEmpty()) {
      kinds.add(duplicate);
    }
    return kinds.stream().map(kind -> new Finding(kind, message(how), files())).toList();
  }

  private String message(String what) {
    if (images.size() == NAMED) {
      return place(images.get(0)) + " and " + place(images.get(1)) + " " + what;
    }
    long train = images.stream().filter(image -> image.part() == Role.TRAIN).count();
    return "%d pictures %s, %d to learn from and %d to test with"
        .formatted(images.size(), what, train, images.size() - train);
  }

  /** One of each part and class before the others, so that the first ones tell most. */
  private List<Path> files() {
    List<String> seen = new ArrayList<>();
    List<Path> first = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (AuditedImage image : images) {
      String place = image.part() + "/" + image.label();
      boolean another = seen.size() < Finding.MOST_FILES && !seen.contains(place);
      (another ? first : others).add(image.file());
      if (another) {
        seen.add(place);
      }
    }
    first.addAll(others);
    return first;
  }

  private static String place(AuditedImage image) {
    return image.part() + "/" + image.label() + "/" + image.file().getFileName();
  }
}
