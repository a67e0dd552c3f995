package org.graft.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.audit.Finding.Kind;

/** Files of the same bytes, or of the same pixels: between parts, between classes, within one. */
final class SamePictures implements Check {
  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    Map<Checksum, List<AuditedImage>> groups = new LinkedHashMap<>();
    for (AuditedImage image : images) {
      image
          .content()
          .ifPresent(
              content ->
                  groups
                      .computeIfAbsent(content.fingerprint().pixels(), key -> new ArrayList<>())
                      .add(image));
    }
    List<Finding> findings = new ArrayList<>();
    groups.values().forEach(group -> addPairs(group, findings));
    return findings;
  }

  /** Each image with the first of its group, and with the first of another part. */
  private static void addPairs(List<AuditedImage> group, List<Finding> findings) {
    for (AuditedImage image : group.subList(1, group.size())) {
      AuditedImage partner =
          group.stream().filter(i -> i.part() != image.part()).findFirst().orElse(group.get(0));
      Pair pair = new Pair(partner, image);
      String what = sameBytes(pair) ? "are the same file" : "have the same pixels";
      if (pair.acrossParts()) {
        findings.add(pair.finding(Kind.LEAK, what));
      } else if (!pair.acrossClasses()) {
        findings.add(pair.finding(Kind.DUPLICATE, what));
      }
      if (pair.acrossClasses()) {
        findings.add(pair.finding(Kind.TWO_CLASSES, what));
      }
    }
  }

  private static boolean sameBytes(Pair pair) {
    return bytes(pair.one()).equals(bytes(pair.other()));
  }

  private static Checksum bytes(AuditedImage image) {
    return image.content().orElseThrow().fingerprint().bytes();
  }
}
