package org.graft.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graft.audit.Finding.Kind;

/** Classes of one part alone, and names that differ by a slip of the pen. */
final class ClassNames implements Check {
  private static final Pattern SEPARATORS =
      Pattern.compile("[\\s\\p{Z}\\p{Pd}\\p{Pc}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}.,:;'\"`]+");

  @Override
  public boolean isOfClasses() {
    return true;
  }

  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    SortedSet<String> train = names(images, Part.TRAIN);
    SortedSet<String> test = names(images, Part.TEST);
    List<Finding> findings = new ArrayList<>();
    for (String name : test) {
      if (!train.contains(name)) {
        findings.add(onlyForTesting(name, train));
      }
    }
    if (!test.isEmpty()) {
      List<String> untested = train.stream().filter(name -> !test.contains(name)).toList();
      if (!untested.isEmpty()) {
        findings.add(
            new Finding(
                Kind.CLASS_MISSING,
                "no image to test with in " + String.join(", ", untested),
                List.of()));
      }
    }
    List<String> all = List.copyOf(train);
    for (int i = 0; i < all.size(); i++) {
      for (String other : all.subList(i + 1, all.size())) {
        if (isSame(normal(all.get(i)), normal(other))) {
          findings.add(slip(all.get(i), other, "both in train"));
        }
      }
    }
    return findings;
  }

  private static Finding onlyForTesting(String name, SortedSet<String> train) {
    return train.stream()
        .filter(known -> isSlip(name, known))
        .findFirst()
        .map(known -> slip(name, known, "the first in test, the second in train"))
        .orElseGet(
            () -> new Finding(Kind.CLASS_MISSING, "no image to learn from in " + name, List.of()));
  }

  private static Finding slip(String one, String other, String where) {
    return new Finding(
        Kind.CLASS_NAME,
        String.format("classes '%s' and '%s' seem one class (%s)", one, other, where),
        List.of());
  }

  private static SortedSet<String> names(List<AuditedImage> images, Part part) {
    return images.stream()
        .filter(image -> image.part() == part)
        .map(AuditedImage::label)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isSlip(String one, String other) {
    String a = normal(one);
    String b = normal(other);
    return isSame(a, b) || (Math.min(a.length(), b.length()) > 2 && oneEditApart(a, b));
  }

  private static boolean isSame(String a, String b) {
    return !a.isEmpty() && a.equals(b);
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
