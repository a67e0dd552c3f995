package org.graft.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graft.audit.Finding.Kind;

/** Pictures that differ in size, quality or brightness only, directly or through others. */
final class NearPictures implements AuditCheck {
  private static final String WHAT = "show nearly the same";

  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    List<AuditedImage> readable = images.stream().filter(i -> i.content().isPresent()).toList();
    int[] sets = sets(readable.stream().map(i -> i.content().orElseThrow().fingerprint()).toList());
    Map<Integer, List<AuditedImage>> groups = new TreeMap<>();
    for (int i = 0; i < sets.length; i++) {
      groups.computeIfAbsent(sets[i], set -> new ArrayList<>(1)).add(readable.get(i));
    }
    List<Finding> findings = new ArrayList<>();
    groups.values().stream()
        .filter(group -> group.size() > 1 && !isOnePicture(group))
        .forEach(group -> add(new Alike(group), findings));
    return findings;
  }

  /**
   * The set of each picture, named by its first member; pictures of the same pixels are in one, and
   * plain ones near no other.
   */
  static int[] sets(List<Fingerprint> prints) {
    Map<CrcPair, Integer> numbers = new HashMap<>();
    List<Fingerprint> distinct = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    int[] first = new int[prints.size()];
    int[] number = new int[prints.size()];
    for (int i = 0; i < prints.size(); i++) {
      Fingerprint print = prints.get(i);
      Integer known = numbers.get(print.pixels());
      if (known == null) {
        numbers.put(print.pixels(), i);
        number[i] = print.colours().isPlain() ? -1 : distinct.size();
        if (number[i] >= 0) {
          distinct.add(print);
          firsts.add(i);
        }
      }
      first[i] = known == null ? i : known;
    }
    int[] near = NearGroups.of(distinct);
    int[] sets = new int[prints.size()];
    for (int i = 0; i < sets.length; i++) {
      int own = number[first[i]];
      sets[i] = own < 0 ? first[i] : firsts.get(near[own]);
    }
    return sets;
  }

  private static boolean isOnePicture(List<AuditedImage> group) {
    return group.stream()
            .map(image -> image.content().orElseThrow().fingerprint().pixels())
            .distinct()
            .count()
        == 1;
  }

  private static void add(Alike group, List<Finding> findings) {
    if (group.acrossPartsOfAClass()) {
      findings.add(group.finding(Kind.NEAR_LEAK, WHAT));
    } else if (!group.acrossClasses()) {
      findings.add(group.finding(Kind.NEAR_DUPLICATE, WHAT));
    }
    if (group.acrossClasses()) {
      findings.add(group.finding(Kind.TWO_CLASSES, WHAT));
    }
  }
}
