package org.graft.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graft.audit.Finding.Kind;
import org.graft.image.Role;

/** Classes of one part alone, and names that differ by a slip of the pen. */
final class ClassNames implements AuditCheck {
  private static final Pattern SEPARATORS =
      Pattern.compile("[\\s\\p{Z}\\p{Pd}\\p{Pc}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}.,:;'\"`]+");

  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    SortedSet<String> train = names(images, Role.TRAIN);
    SortedSet<String> test = names(images, Role.TEST);
    List<Finding> findings = new ArrayList<>();
    Map<String, String> meant = new TreeMap<>();
    train.forEach(name -> meant.putIfAbsent(normal(name), name));
    meant.remove("");
    List<String> unknown = test.stream().filter(name -> !train.contains(name)).toList();
    Map<String, List<String>> near = unknown.isEmpty() ? Map.of() : shortened(meant.keySet());
    for (String name : unknown) {
      findings.add(onlyForTesting(name, meant, near));
    }
    List<String> untested = train.stream().filter(name -> !test.contains(name)).toList();
    if (!test.isEmpty() && !untested.isEmpty()) {
      findings.add(
          new Finding(
              Kind.CLASS_MISSING, "no image to test with in " + String.join(", ", untested)));
    }
    Map<String, String> alike = new HashMap<>();
    for (String name : train) {
      String normal = normal(name);
      String before = normal.isEmpty() ? null : alike.putIfAbsent(normal, name);
      if (before != null) {
        findings.add(slip(before, name, "both in train"));
      }
    }
    return findings;
  }

  /**
   * @param meant names of classes to learn by what is compared of them
   * @param near what is compared by what is left of it without one letter
   */
  private static Finding onlyForTesting(
      String name, Map<String, String> meant, Map<String, List<String>> near) {
    String normal = normal(name);
    return Optional.ofNullable(meant.get(normal))
        .or(
            () ->
                shortened(normal).stream()
                    .flatMap(rest -> near.getOrDefault(rest, List.of()).stream())
                    .filter(known -> isSlip(normal, known))
                    .min(Comparator.naturalOrder())
                    .map(meant::get))
        .map(known -> slip(name, known, "the first in test, the second in train"))
        .orElseGet(() -> new Finding(Kind.CLASS_MISSING, "no image to learn from in " + name));
  }

  private static Map<String, List<String>> shortened(Set<String> names) {
    Map<String, List<String>> near = new HashMap<>();
    for (String name : names) {
      for (String rest : shortened(name)) {
        near.computeIfAbsent(rest, unseen -> new ArrayList<>(1)).add(name);
      }
    }
    return near;
  }

  /**
   * A name, and what is left of it without one of its letters: two that are one letter more, less,
   * other or in turn apart have one of these in common.
   */
  private static Set<String> shortened(String name) {
    Set<String> rests = new HashSet<>(Set.of(name));
    for (int i = 0; i < name.length(); i++) {
      rests.add(name.substring(0, i) + name.substring(i + 1));
    }
    return rests;
  }

  private static Finding slip(String one, String other, String where) {
    return new Finding(
        Kind.CLASS_NAME,
        String.format("classes '%s' and '%s' seem one class (%s)", one, other, where));
  }

  private static SortedSet<String> names(List<AuditedImage> images, Role part) {
    return images.stream()
        .filter(image -> image.part() == part)
        .map(AuditedImage::label)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isSlip(String a, String b) {
    return Math.min(a.length(), b.length()) > 2
        && Math.abs(a.length() - b.length()) <= 1
        && oneEditApart(a, b);
  }

  /**
   * Lower case without spaces, dashes, points, commas, quotes and brackets. Other signs tell
   * classes apart: C, C++ and C# are three, and so are pictographs.
   */
  private static String normal(String name) {
    return SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /** One letter more, less, other, or two neighbours in turn. */
  private static boolean oneEditApart(String a, String b) {
    String shorter = a.length() <= b.length() ? a : b;
    String longer = shorter.equals(a) ? b : a;
    int start = 0;
    while (start < shorter.length() && shorter.charAt(start) == longer.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter.length() - start
        && shorter.charAt(shorter.length() - 1 - end) == longer.charAt(longer.length() - 1 - end)) {
      end++;
    }
    String left = shorter.substring(start, shorter.length() - end);
    String right = longer.substring(start, longer.length() - end);
    if (!(left + right).codePoints().allMatch(Character::isLetterOrDigit)) {
      return false;
    }
    return right.length() <= 1
        || (left.length() == 2 && new StringBuilder(left).reverse().toString().equals(right));
  }
}
