package org.graft.audit;

import java.util.ArrayList;
import java.util.List;
import org.graft.audit.Finding.Kind;

/**
 * Files of the same bytes or pixels, and pictures that differ in size, quality or brightness only:
 * between parts, between classes, within one.
 */
final class AlikePictures implements AuditCheck {
  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    List<AuditedImage> readable = images.stream().filter(AuditedImage::isReadable).toList();
    PictureSets sets =
        PictureSets.of(new Prints(readable.size(), i -> readable.get(i).fingerprint()));
    List<Finding> findings = new ArrayList<>();
    for (Alike group : Alike.of(readable, sets.same())) {
      String how = group.isOne(Fingerprint::bytes) ? "are the same file" : "have the same pixels";
      findings.addAll(group.findings(how, group.acrossParts(), Kind.LEAK, Kind.DUPLICATE));
    }
    for (Alike group : Alike.of(readable, sets.near())) {
      if (!group.isOne(Fingerprint::pixels)) {
        boolean leak = group.acrossPartsOfAClass();
        findings.addAll(
            group.findings("show nearly the same", leak, Kind.NEAR_LEAK, Kind.NEAR_DUPLICATE));
      }
    }
    return findings;
  }
}
