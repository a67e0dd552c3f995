package org.graft.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.graft.audit.Finding.Kind;
import org.graft.image.Role;

/** Classes of very different size, and classes of few images to learn from. */
final class ClassSizes implements AuditCheck {
  private static final double MOST_RATIO = 3;
  private static final int FEW = 5;

  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    Map<String, Long> counts =
        images.stream()
            .filter(image -> image.part() == Role.TRAIN && image.isReadable())
            .collect(
                Collectors.groupingBy(AuditedImage::label, TreeMap::new, Collectors.counting()));
    List<Finding> findings = new ArrayList<>();
    if (counts.isEmpty()) {
      return findings;
    }
    var least = counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    var most = counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    if (most.getValue() > MOST_RATIO * least.getValue()) {
      findings.add(
          new Finding(
              Kind.IMBALANCE,
              "%s has %d images to learn from, %s has %d"
                  .formatted(most.getKey(), most.getValue(), least.getKey(), least.getValue())));
    }
    counts.forEach(
        (label, count) -> {
          if (count < FEW) {
            String what = "%s has %d images to learn from; %d or more are advisable";
            findings.add(new Finding(Kind.FEW_IMAGES, what.formatted(label, count, FEW)));
          }
        });
    return findings;
  }
}
