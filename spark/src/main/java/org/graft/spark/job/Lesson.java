package org.graft.spark.job;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.LabelsKind;
import org.graft.image.ManifestRows.ManifestRow;
import org.graft.image.Role;
import scala.Tuple2;

/** Which classes are learned from which images of a packed folder. */
final class Lesson implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_LABELS = 100_000;

  private final List<String> labels;
  private final HashMap<String, Integer> places = new HashMap<>();
  private final Sides sides;

  private Lesson(List<String> labels, Sides sides) {
    this.labels = labels;
    this.sides = sides;
    labels.forEach(label -> places.put(label, places.size()));
  }

  /**
   * Looks what the manifest says of the images.
   *
   * @throws MalformedFileException if they are not of one class each, there are fewer than two
   *     classes to learn, or one is tested that is not learned
   * @throws InputException if images belong together, which are not kept together here
   */
  static Lesson of(PackedData data, double share, long seed) {
    requireClasses(data);
    boolean given = !data.images().filter(row -> !row.split().isEmpty()).isEmpty();
    if (data.rows().isGrouped() && !given && share > 0) {
      throw new InputException(
          data.manifest()
              + " says which images belong together, which are not kept together here: pack what"
              + " has a column split, or learn from all (--split 0)");
    }
    Sides sides = new Sides(given, share, seed);
    List<String> learned = labels(data, sides, Role.TRAIN);
    if (learned.size() < 2) {
      throw new MalformedFileException(
          data.manifest(), "it has " + learned.size() + " classes to learn: expected two", null);
    }
    Lesson lesson = new Lesson(learned, sides);
    labels(data, sides, Role.TEST).stream()
        .filter(label -> !lesson.places.containsKey(label))
        .findFirst()
        .ifPresent(
            label -> {
              throw new MalformedFileException(
                  data.manifest(), "no image of class '" + label + "' is to learn from", null);
            });
    return lesson;
  }

  private static void requireClasses(PackedData data) {
    if (!data.rows().kind().equals(Optional.of(LabelsKind.LABEL))) {
      throw new MalformedFileException(
          data.manifest(),
          data.rows().kind().map(kind -> "it has the column " + kind).orElse("it has no labels")
              + ": expected label, one class for each image, which is what is learned here",
          null);
    }
  }

  private static List<String> labels(PackedData data, Sides sides, Role role) {
    List<Tuple2<String, String>> found =
        data.images()
            .filter(row -> sides.of(row) == role)
            .mapToPair(row -> new Tuple2<>(row.answer(), row.path()))
            .reduceByKey((one, other) -> one.compareTo(other) < 0 ? one : other)
            .take(MOST_LABELS + 1);
    if (found.size() > MOST_LABELS) {
      throw new InputException(
          String.format("%s has more than %,d classes", data.manifest(), MOST_LABELS));
    }
    found.stream()
        .filter(each -> each._1().isEmpty())
        .findFirst()
        .ifPresent(
            each -> {
              throw new MalformedFileException(
                  data.manifest(), "image " + each._2() + " has no label", null);
            });
    return found.stream().map(Tuple2::_1).sorted().toList();
  }

  /** The classes, sorted. */
  List<String> labels() {
    return labels;
  }

  /** What an image is for. */
  Role role(ManifestRow row) {
    return sides.of(row);
  }

  /** The place of an image's class. */
  int place(ManifestRow row) {
    return places.get(row.answer());
  }
}
