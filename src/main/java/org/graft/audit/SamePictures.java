package org.graft.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.audit.Finding.Kind;

/** Files of the same bytes, or of the same pixels: between parts, between classes, within one. */
final class SamePictures implements AuditCheck {
  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    Map<CrcPair, List<AuditedImage>> groups = new LinkedHashMap<>();
    for (AuditedImage image : images) {
      image
          .content()
          .ifPresent(
              content ->
                  groups
                      .computeIfAbsent(content.fingerprint().pixels(), key -> new ArrayList<>(1))
                      .add(image));
    }
    List<Finding> findings = new ArrayList<>();
    groups.values().stream()
        .filter(group -> group.size() > 1)
        .forEach(group -> add(new Alike(group), findings));
    return findings;
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
    return group.images().stream()
            .map(image -> image.content().orElseThrow().fingerprint().bytes())
            .distinct()
            .count()
        == 1;
  }
}
