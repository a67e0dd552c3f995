package org.graft.audit;

import java.util.ArrayList;
import java.util.List;
import org.graft.audit.Finding.Kind;

/** Pictures that differ in size, quality or brightness only. */
final class NearPictures implements Check {
  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    List<AuditedImage> readable = images.stream().filter(i -> i.content().isPresent()).toList();
    List<Fingerprint> prints =
        readable.stream().map(i -> i.content().orElseThrow().fingerprint()).toList();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < prints.size(); i++) {
      Fingerprint one = prints.get(i);
      for (int j = i + 1; j < prints.size(); j++) {
        Fingerprint other = prints.get(j);
        if (one.isNear(other) && !one.pixels().equals(other.pixels())) {
          findings.add(finding(new Pair(readable.get(i), readable.get(j))));
        }
      }
    }
    return findings;
  }

  private static Finding finding(Pair pair) {
    if (pair.acrossClasses()) {
      return pair.finding(Kind.TWO_CLASSES, "show nearly the same");
    }
    return pair.finding(
        pair.acrossParts() ? Kind.NEAR_LEAK : Kind.NEAR_DUPLICATE, "show nearly the same");
  }
}
