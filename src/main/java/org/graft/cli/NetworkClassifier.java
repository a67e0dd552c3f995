package org.graft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.failure.InputException;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.predict.Naming;
import org.graft.predict.Prediction;
import org.graft.storage.InputFile;
import org.graft.train.Asked;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;

/** A network in SameDiff: a run's model, or a base with its own top. */
record NetworkClassifier(Model model, Naming naming, Reading reading) implements Classifier {

  static NetworkClassifier ofRun(
      Path runs, String run, ExifOption exif, boolean strict, Console console) {
    Path folder = RunFolder.find(runs, run);
    RunRecord record = RunFolder.record(folder);
    Reading reading = reading(exif.of(record.resize(), run, console), strict, console);
    return new NetworkClassifier(
        RunFolder.model(folder),
        new Naming(record.labels(), Optional.ofNullable(record.asked()).map(Asked::thresholds)),
        reading);
  }

  static NetworkClassifier ofBase(
      String name,
      Integer size,
      String interpolation,
      ExifOption exif,
      Path labels,
      boolean strict,
      Console console) {
    Base base = new Shelf(console.environment().home()).load(name);
    if (!base.hasTop()) {
      throw new InputException(
          name + " has no top and cannot classify by itself; graft train gives it a head");
    }
    int side = size != null ? size : base.facts().nativeSize();
    base.requireSize(side);
    Model model = base.facts().defaultPreprocessing().before(sized(base.model(), side, name));
    return new NetworkClassifier(
        model,
        Naming.ofClasses(labels(base, labels)),
        reading(
            Resize.square(side, Interpolation.of(interpolation), exif.or(Exif.APPLY)),
            strict,
            console));
  }

  /** A flattened map fixes the size that a top was made for. */
  private static Model sized(Model model, int side, String name) {
    try {
      return model.forImages(Shape.square(side, model.plan().input().shape().channels()));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "the top of " + name + " takes images of its native size only, not " + side + " px", e);
    }
  }

  private static List<String> labels(Base base, Path file) {
    int classes = base.model().plan().outputShape().channels();
    List<String> labels = base.facts().labels();
    if (file != null) {
      try {
        labels = Files.readAllLines(InputFile.require(file));
      } catch (IOException e) {
        throw new InputException("cannot read labels " + file + ": " + e.getMessage(), e);
      }
    } else if (labels.isEmpty()) {
      labels = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }
    if (labels.size() != classes) {
      throw new InputException(
          String.format("%s has %d labels; the base has %d classes", file, labels.size(), classes));
    }
    return labels;
  }

  private static Reading reading(Resize resize, boolean strict, Console console) {
    return new Reading(resize, strict, skipped -> console.warn("skipped: %s", skipped.reason()));
  }

  @Override
  public void classify(List<Path> images, int top, Consumer<Prediction> to) {
    Features rows;
    try (FeatureExtractor network = new FeatureExtractor(model, reading)) {
      rows = network.extract(LabelledImage.unlabelled(images), (done, of) -> {});
    }
    for (int i = 0; i < rows.count(); i++) {
      int width = naming.labels().size();
      float[] row = Arrays.copyOfRange(rows.values().values(), i * width, (i + 1) * width);
      to.accept(Prediction.of(rows.files().get(i), naming, row, top));
    }
  }
}
