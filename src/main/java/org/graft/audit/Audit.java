package org.graft.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.graft.audit.Finding.Kind;
import org.graft.audit.Finding.Severity;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.LeftOut;
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
 * @param findings the weightiest first
 */
public record Audit(
    int train,
    int test,
    int classes,
    List<String> unlearnable,
    int size,
    LeftOut leftOut,
    List<Finding> findings) {
  /** The table of checks. */
  private static final List<Check> CHECKS =
      List.of(
          new SamePictures(),
          new NearPictures(),
          new UnreadableImages(),
          new ClassNames(),
          new ClassSizes(),
          new UnfitImages());

  public Audit {
    unlearnable = List.copyOf(unlearnable);
    findings = List.copyOf(findings);
  }

  /** Looks at every image, turned upright, on all processors. */
  public static Audit of(Survey survey, int size) {
    return of(survey, size, Exif.APPLY);
  }

  /** The same for images that are turned upright or not. */
  public static Audit of(Survey survey, int size, Exif exif) {
    List<Slot> slots = new ArrayList<>();
    slots.addAll(slots(survey.train(), Part.TRAIN));
    slots.addAll(slots(survey.test(), Part.TEST));
    List<AuditedImage> images = slots.parallelStream().map(slot -> inspected(slot, exif)).toList();
    List<Finding> findings =
        CHECKS.stream()
            .filter(check -> survey.classes() || !check.isOfClasses())
            .flatMap(check -> check.findings(images, size).stream())
            .sorted(Comparator.comparing(Finding::kind))
            .toList();
    List<AuditedImage> readable = images.stream().filter(i -> i.content().isPresent()).toList();
    int train = (int) readable.stream().filter(i -> i.part() == Part.TRAIN).count();
    return new Audit(
        train,
        readable.size() - train,
        (int) slots.stream().map(Slot::label).distinct().count(),
        unlearnable(survey, readable),
        size,
        survey.leftOut().andUnreadable(images.size() - readable.size()),
        findings);
  }

  private static List<String> unlearnable(Survey survey, List<AuditedImage> readable) {
    if (!survey.classes()) {
      return List.of();
    }
    Set<String> seen =
        readable.stream()
            .filter(image -> image.part() == Part.TRAIN)
            .map(AuditedImage::label)
            .collect(Collectors.toSet());
    return survey.train().keySet().stream().filter(label -> !seen.contains(label)).toList();
  }

  /** The user's mistake when there is a class to learn without one readable image. */
  public void requireReadable() {
    if (!unlearnable.isEmpty()) {
      throw new InputException(
          String.format(
              "no image to train on can be read of class %s%s: add some or remove the folder",
              unlearnable.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")),
              leftOut.isEmpty() ? "" : " (" + leftOut + ")"));
    }
  }

  /** Findings of at least that weight. */
  public List<Finding> atLeast(Severity severity) {
    return findings.stream().filter(f -> f.kind().severity().compareTo(severity) <= 0).toList();
  }

  /** Number of findings of a kind. */
  public long count(Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).count();
  }

  /** The user's mistake when a picture to test with is also one to learn from. */
  public void requireNoLeak() {
    List<Finding> leaks = findings.stream().filter(f -> f.kind() == Kind.LEAK).toList();
    if (!leaks.isEmpty()) {
      throw new InputException(
          leaks.size()
              + (leaks.size() == 1 ? " picture is" : " pictures are")
              + " both in train and in test, such as "
              + leaks.get(0).files().stream()
                  .map(Path::toString)
                  .collect(Collectors.joining(" and "))
              + ": take one of each out, or give --allow-leak");
    }
  }

  private record Slot(Path file, String label, Part part) {}

  private static List<Slot> slots(SortedMap<String, List<Path>> classes, Part part) {
    return classes.entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(file -> new Slot(file, e.getKey(), part)))
        .toList();
  }

  private static AuditedImage inspected(Slot slot, Exif exif) {
    try {
      byte[] bytes = ImageDecoder.read(slot.file());
      ImageContent content =
          ImageContent.of(bytes, ImageDecoder.decode(bytes, slot.file().toString(), exif), exif);
      return new AuditedImage(slot.file(), slot.label(), slot.part(), Optional.of(content), "");
    } catch (MalformedFileException e) {
      return new AuditedImage(
          slot.file(), slot.label(), slot.part(), Optional.empty(), e.getMessage());
    }
  }
}
