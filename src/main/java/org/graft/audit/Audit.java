package org.graft.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.audit.Finding.Kind;
import org.graft.audit.Finding.Severity;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.image.LeftOut;
import org.graft.image.Role;
import org.graft.image.Survey;

/**
 * What a look at every image of a folder found.
 *
 * @param train number of readable images to learn from
 * @param test number of readable images to test with
 * @param classes number of classes
 * @param unlearnable classes to learn without one readable image; none where images are not of one
 *     class each
 * @param size side in pixels that the images are to be brought to
 * @param leftOut what else lies in the folder, and what cannot be read
 * @param counts number of findings of each kind that there are any of
 * @param findings the weightiest first, those of a kind in the order of images; all, or the first
 *     {@value #MOST_FINDINGS} of each kind
 */
public record Audit(
    int train,
    int test,
    int classes,
    List<String> unlearnable,
    int size,
    LeftOut leftOut,
    SortedMap<Kind, Integer> counts,
    List<Finding> findings) {
  /** Findings of a kind that are kept or told. */
  public static final int MOST_FINDINGS = 1000;

  /** Leaks that a refusal lists. */
  private static final int MOST_LISTED = 20;

  /** The table of checks. */
  private static final List<AuditCheck> CHECKS =
      List.of(new AlikePictures(), Audit::unreadable, new UnfitImages());

  /** More where images are of one class each. */
  private static final List<AuditCheck> OF_CLASSES = List.of(new ClassNames(), new ClassSizes());

  public Audit {
    unlearnable = List.copyOf(unlearnable);
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    findings = List.copyOf(findings);
  }

  /** Looks at every image on all processors; those that have been looked at are not read again. */
  public static Audit of(Survey survey, int size, Looks looks) {
    List<AuditedImage> images = new ArrayList<>();
    survey.train().forEach((label, files) -> images.addAll(seen(files, label, Role.TRAIN, looks)));
    survey.test().forEach((label, files) -> images.addAll(seen(files, label, Role.TEST, looks)));
    List<Finding> findings =
        Stream.concat(CHECKS.stream(), OF_CLASSES.stream().filter(check -> survey.classes()))
            .flatMap(check -> check.findings(images, size).stream())
            .sorted(Comparator.comparing(Finding::kind))
            .toList();
    List<AuditedImage> readable = images.stream().filter(AuditedImage::isReadable).toList();
    int train = (int) readable.stream().filter(i -> i.part() == Role.TRAIN).count();
    return new Audit(
        train,
        readable.size() - train,
        (int) images.stream().map(AuditedImage::label).distinct().count(),
        unlearnable(survey, readable),
        size,
        survey.leftOut().andUnreadable(images.size() - readable.size()),
        counted(findings),
        findings);
  }

  /** Files that cannot be decoded, each with its reason. */
  private static List<Finding> unreadable(List<AuditedImage> images, int size) {
    return images.stream()
        .filter(image -> !image.isReadable())
        .map(image -> new Finding(Kind.UNREADABLE, image.look().problem(), List.of(image.file())))
        .toList();
  }

  private static SortedMap<Kind, Integer> counted(List<Finding> findings) {
    SortedMap<Kind, Integer> counts = new TreeMap<>();
    findings.forEach(finding -> counts.merge(finding.kind(), 1, Integer::sum));
    return counts;
  }

  /** The same with the first findings of each kind, and the first files of each, alone. */
  public Audit shortened() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    List<Finding> first =
        findings.stream()
            .filter(finding -> seen.merge(finding.kind(), 1, Integer::sum) <= MOST_FINDINGS)
            .map(Finding::shortened)
            .toList();
    return new Audit(train, test, classes, unlearnable, size, leftOut, counts, first);
  }

  private static List<String> unlearnable(Survey survey, List<AuditedImage> readable) {
    if (!survey.classes()) {
      return List.of();
    }
    Set<String> seen =
        readable.stream()
            .filter(image -> image.part() == Role.TRAIN)
            .map(AuditedImage::label)
            .collect(Collectors.toSet());
    return survey.train().keySet().stream().filter(label -> !seen.contains(label)).toList();
  }

  /** The user's mistake when there is a class to learn without one readable image. */
  public void requireReadable() {
    if (!unlearnable.isEmpty()) {
      throw new InputException(
          "no image to train on can be read of class %s%s: add some or remove the folder"
              .formatted(
                  unlearnable.stream()
                      .map(name -> "'" + name + "'")
                      .collect(Collectors.joining(", ")),
                  leftOut.isEmpty() ? "" : " (" + leftOut + ")"));
    }
  }

  /** Findings of at least that weight, as far as they are kept. */
  public List<Finding> atLeast(Severity severity) {
    return findings.stream().filter(f -> f.kind().severity().compareTo(severity) <= 0).toList();
  }

  /** Number of findings of at least that weight. */
  public int countAtLeast(Severity severity) {
    return counts.entrySet().stream()
        .filter(e -> e.getKey().severity().compareTo(severity) <= 0)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Number of findings of a kind. */
  public int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** The user's mistake when pictures to test with are also some to learn from; all are listed. */
  public void requireNoLeak() {
    int leaks = count(Kind.LEAK);
    if (leaks > 0) {
      throw new InputException(
          leaks
              + (leaks == 1 ? " picture is" : " pictures are")
              + " both in train and in test: "
              + findings.stream()
                  .filter(finding -> finding.kind() == Kind.LEAK)
                  .limit(MOST_LISTED)
                  .map(Audit::listed)
                  .collect(Collectors.joining("; "))
              + (leaks > MOST_LISTED ? "; and more, which " + Hint.AUDIT + " lists" : "")
              + ": take one side's out, or give "
              + Hint.ALLOW_LEAK);
    }
  }

  private static String listed(Finding leak) {
    String files =
        leak.files().stream().limit(2).map(Path::toString).collect(Collectors.joining(" and "));
    return leak.count() > 2 ? files + " and " + (leak.count() - 2) + " more" : files;
  }

  private static List<AuditedImage> seen(List<Path> files, String label, Role part, Looks looks) {
    return IntStream.range(0, files.size())
        .parallel()
        .mapToObj(i -> new AuditedImage(files, i, label, part, looks.at(files.get(i))))
        .toList();
  }
}
