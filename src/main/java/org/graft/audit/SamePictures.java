package org.graft.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.audit.Finding.Kind;

/** Files of the same bytes, or of the same pixels: between parts, between classes, within one. */
final class SamePictures implements AuditCheck {
  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    List<AuditedImage> readable = images.stream().filter(AuditedImage::isReadable).toList();
    List<Finding> findings = new ArrayList<>();
    for (Alike group : Alike.of(readable, sets(prints(readable)))) {
      add(group, findings);
    }
    return findings;
  }

  static List<Fingerprint> prints(List<AuditedImage> readable) {
    return Prints.of(readable.size(), i -> readable.get(i).fingerprint());
  }

  /** The set of each picture, which is of the same pixels, named by its first member. */
  static int[] sets(List<Fingerprint> prints) {
    long[] keys = new long[prints.size()];
    Arrays.setAll(keys, i -> prints.get(i).pixels().key());
    Map<Long, Integer> firsts = new HashMap<>();
    int[] sets = new int[keys.length];
    Set<Long> repeated = repeated(keys);
    for (int i = 0; i < sets.length; i++) {
      Integer before = repeated.contains(keys[i]) ? firsts.putIfAbsent(keys[i], i) : null;
      sets[i] = before == null ? i : before;
    }
    return sets;
  }

  private static Set<Long> repeated(long... keys) {
    long[] sorted = keys.clone();
    Arrays.parallelSort(sorted);
    return IntStream.range(1, sorted.length)
        .filter(i -> sorted[i] == sorted[i - 1])
        .mapToObj(i -> sorted[i])
        .collect(Collectors.toSet());
  }

  private static void add(Alike group, List<Finding> findings) {
    String same = sameBytes(group) ? "are the same file" : "have the same pixels";
    if (group.acrossParts()) {
      findings.add(group.finding(Kind.LEAK, same));
    } else if (!group.acrossClasses()) {
      findings.add(group.finding(Kind.DUPLICATE, same));
    }
    if (group.acrossClasses()) {
      findings.add(group.finding(Kind.TWO_CLASSES, same));
    }
  }

  private static boolean sameBytes(Alike group) {
    return group.images().stream().map(i -> i.fingerprint().bytes()).distinct().count() == 1;
  }
}
