package org.graft.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;
import org.jspecify.annotations.Nullable;

/**
 * Image files to learn from and to test with.
 *
 * @param labels names of the classes, sorted
 * @param train sorted by label, then by file name; every class is there
 * @param validation held out while learning, to tell when to stop; sorted likewise, often none
 * @param test sorted likewise; labels may be missing
 * @param leftOut what lay beside the images and was not taken
 * @param targets what an image's label stands for; {@code null} where it is a class, the index of
 *     one of the labels
 * @param groups images to learn from, or held out, that belong together
 */
public record Dataset(
    List<String> labels,
    List<LabelledImage> train,
    @OrDefault List<LabelledImage> validation,
    List<LabelledImage> test,
    @OrDefault LeftOut leftOut,
    @OrNull Targets targets,
    @OrDefault @JsonInclude(JsonInclude.Include.NON_EMPTY) ImageGroups groups) {
  private static final String HELD_OUT = "held out";
  private static final String SAMPLED = "sampled";
  private static final int FEWEST = 8;

  /**
   * Runs begun before these were kept with them have no validation, nothing left out, no groups.
   */
  public Dataset {
    labels = List.copyOf(labels);
    train = ImageList.copyOf(train);
    validation = ImageList.copyOf(validation == null ? List.of() : validation);
    test = ImageList.copyOf(test);
    leftOut = leftOut == null ? LeftOut.NOTHING : leftOut;
    groups = groups == null ? ImageGroups.NONE : groups;
    int answers = targets == null ? labels.size() : targets.count();
    if (targets != null) {
      targets.requireOutputs(labels.size());
    }
    if (Stream.of(train, validation, test)
        .flatMap(List::stream)
        .anyMatch(image -> image.label() < 0 || image.label() >= answers)) {
      throw new IllegalArgumentException("an image's label is not one of " + labels);
    }
  }

  /** Every image on its own. */
  public Dataset(
      List<String> labels,
      List<LabelledImage> train,
      List<LabelledImage> validation,
      List<LabelledImage> test,
      LeftOut leftOut,
      @Nullable Targets targets) {
    this(labels, train, validation, test, leftOut, targets, ImageGroups.NONE);
  }

  /**
   * Images of one class each, nothing held out but what a training holds out itself, and nothing
   * left out.
   */
  public Dataset(List<String> labels, List<LabelledImage> train, List<LabelledImage> test) {
    this(labels, train, List.of(), test, LeftOut.NOTHING, null);
  }

  /** All images that a training sees: those to learn from, then those held out. */
  public List<LabelledImage> learned() {
    return validation.isEmpty()
        ? train
        : ImageList.of(Stream.concat(train.stream(), validation.stream()));
  }

  /**
   * The same with some of the images to learn from held out, unless some are already: a share of
   * each group of like images, but never all of one. Which they are hangs on the seed and the
   * files' names.
   */
  public Dataset holdingOut(double share, long seed) {
    if (!validation.isEmpty() || targets == null) {
      return this;
    }
    int[] strata = strata(train);
    boolean[] chosen =
        Parting.chosen(
            ranked(train, strata, seed, HELD_OUT),
            strata,
            groups.units(ImageList.copyOf(train).files()),
            images -> (int) Math.min(Math.round(share * images), images - 1L));
    return new Dataset(
        labels, part(chosen, false), part(chosen, true), test, leftOut, targets, groups);
  }

  /**
   * The same with no more images than are needed to tell how a training goes: of each group of like
   * images the same share, but {@value #FEWEST} at least, chosen by the seed and the files' names.
   * Itself where there are no more.
   *
   * @param learned images to learn from, about, and likewise of those held out
   * @param tested images to test with, about
   */
  public Dataset sampled(int learned, int tested, long seed) {
    List<LabelledImage> some = sampled(train, learned, seed);
    List<LabelledImage> out = sampled(validation, learned, seed);
    List<LabelledImage> asked = sampled(test, tested, seed);
    boolean all = some.size() + out.size() + asked.size() == images();
    return all ? this : new Dataset(labels, some, out, asked, leftOut, targets, groups);
  }

  private List<LabelledImage> sampled(List<LabelledImage> images, int most, long seed) {
    if (images.size() <= most) {
      return images;
    }
    double share = most / (double) images.size();
    return ranked(images, strata(images), seed, SAMPLED).values().stream()
        .flatMap(rows -> rows.stream().limit(Math.max(FEWEST, Math.round(share * rows.size()))))
        .sorted()
        .map(images::get)
        .toList();
  }

  private int[] strata(List<LabelledImage> images) {
    int[] answers = images.stream().mapToInt(LabelledImage::label).toArray();
    return targets == null ? answers : targets.strata(labels.size(), answers);
  }

  /** The rows of each group of like images, in an order that hangs on seed, use and names. */
  private static SortedMap<Integer, List<Integer>> ranked(
      List<LabelledImage> images, int[] strata, long seed, String use) {
    String[] ranks = new String[strata.length];
    Arrays.setAll(ranks, i -> Rank.of(seed, use, images.get(i).file()) + i);
    SortedMap<Integer, List<Integer>> rows = Parting.rows(strata);
    rows.values().forEach(own -> own.sort(Comparator.comparing(row -> ranks[row])));
    return rows;
  }

  private List<LabelledImage> part(boolean[] chosen, boolean wanted) {
    return ImageList.of(
        IntStream.range(0, chosen.length).filter(i -> chosen[i] == wanted).mapToObj(train::get));
  }

  /** The same with all images to learn from and none to test with. */
  public Dataset learningFromAll() {
    List<LabelledImage> all =
        Stream.of(train, validation, test)
            .flatMap(List::stream)
            .sorted(
                Comparator.comparingInt(LabelledImage::label)
                    .thenComparing(image -> image.file().toString()))
            .toList();
    return new Dataset(labels, all, List.of(), List.of(), leftOut, targets, groups);
  }

  /** What an image is to be answered with, in words. */
  public String named(LabelledImage image) {
    return named(image.label());
  }

  /** An answer in words. */
  public String named(int answer) {
    return targets == null ? labels.get(answer) : targets.named(answer, labels);
  }

  /** The same by absolute paths. */
  public Dataset absolute() {
    return new Dataset(
        labels,
        absolute(train),
        absolute(validation),
        absolute(test),
        leftOut,
        targets,
        groups.absolute());
  }

  private static List<LabelledImage> absolute(List<LabelledImage> images) {
    if (images.stream().allMatch(image -> image.file().isAbsolute())) {
      return images;
    }
    return ImageList.of(
        images.stream().map(i -> new LabelledImage(i.file().toAbsolutePath(), i.label())));
  }

  /** All but the images, and what is told of them together. */
  public Dataset withoutImages() {
    return new Dataset(labels, List.of(), List.of(), List.of(), leftOut, targets);
  }

  /** Number of images of all parts. */
  public int images() {
    return train.size() + validation.size() + test.size();
  }

  public Dataset withTest(List<LabelledImage> other) {
    return new Dataset(labels, train, validation, other, leftOut, targets, groups);
  }
}
