package org.graft.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.audit.Finding.Kind;

/** Pictures that differ in size, quality or brightness only, directly or through others. */
final class NearPictures implements AuditCheck {
  private static final String WHAT = "show nearly the same";

  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    List<AuditedImage> readable = images.stream().filter(AuditedImage::isReadable).toList();
    List<Finding> findings = new ArrayList<>();
    for (Alike group : Alike.of(readable, sets(SamePictures.prints(readable)))) {
      if (!isOnePicture(group)) {
        add(group, findings);
      }
    }
    return findings;
  }

  /**
   * The set of each picture, named by its first member; pictures of the same pixels are in one, and
   * plain ones near no other.
   */
  static int[] sets(List<Fingerprint> prints) {
    int[] first = SamePictures.sets(prints);
    int[] distinct =
        IntStream.range(0, first.length)
            .filter(i -> first[i] == i && !prints.get(i).colours().isPlain())
            .toArray();
    int[] near = NearGroups.of(Prints.of(distinct.length, i -> prints.get(distinct[i])));
    int[] sets = first.clone();
    for (int i = 0; i < distinct.length; i++) {
      sets[distinct[i]] = distinct[near[i]];
    }
    for (int i = 0; i < sets.length; i++) {
      sets[i] = sets[first[i]];
    }
    return sets;
  }

  private static boolean isOnePicture(Alike group) {
    return group.images().stream().map(i -> i.fingerprint().pixels()).distinct().count() == 1;
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
