package org.graft.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.graft.audit.Finding.Kind;
import org.graft.audit.Finding.Severity;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.ImageDecoder;
import org.graft.image.Survey;

/**
 * What a look at every image of a folder found.
 *
 * @param train number of files to learn from
 * @param test number of files to test with
 * @param classes number of classes
 * @param size side in pixels that the images are to be brought to
 * @param findings the weightiest first
 */
public record Audit(int train, int test, int classes, int size, List<Finding> findings) {
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
    findings = List.copyOf(findings);
  }

  /** Looks at every image, on all processors. */
  public static Audit of(Survey survey, int size) {
    List<Slot> slots = new ArrayList<>();
    slots.addAll(slots(survey.train(), Part.TRAIN));
    slots.addAll(slots(survey.test(), Part.TEST));
    List<AuditedImage> images = slots.parallelStream().map(Audit::inspected).toList();
    List<Finding> findings =
        CHECKS.stream()
            .flatMap(check -> check.findings(images, size).stream())
            .sorted(Comparator.comparing(Finding::kind))
            .toList();
    long train = slots.stream().filter(s -> s.part() == Part.TRAIN).count();
    long classes = slots.stream().map(Slot::label).distinct().count();
    return new Audit((int) train, (int) (slots.size() - train), (int) classes, size, findings);
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

  private static AuditedImage inspected(Slot slot) {
    try {
      byte[] bytes = ImageDecoder.read(slot.file());
      ImageContent content =
          ImageContent.of(bytes, ImageDecoder.decode(bytes, slot.file().toString()));
      return new AuditedImage(slot.file(), slot.label(), slot.part(), Optional.of(content), "");
    } catch (MalformedFileException e) {
      return new AuditedImage(
          slot.file(), slot.label(), slot.part(), Optional.empty(), e.getMessage());
    }
  }
}
