package org.graft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.graft.api.Bases;
import org.graft.base.Base;
import org.graft.failure.InputException;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Model;
import org.graft.predict.Naming;
import org.graft.predict.Prediction;
import org.graft.storage.InputFile;
import org.graft.train.Asked;
import org.graft.train.Inference;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;

/** Classifiers of networks as Graft has them: a run's model, or a base with its own top. */
final class NetworkClassifier {
  private NetworkClassifier() {}

  /** How images are run. */
  record How(boolean strict, Extraction extraction, Console console) {
    private Reading reading(Resize resize) {
      return new Reading(resize, strict, console::skipped);
    }
  }

  static Classifier ofRun(Path runs, String run, ExifOption exif, How how) {
    Path folder = RunFolder.find(runs, run);
    RunRecord record = RunFolder.record(folder);
    Reading reading = how.reading(exif.of(record.resize(), run, how.console));
    Model model = RunFolder.trained(folder);
    Naming naming =
        new Naming(
            record.labels(),
            Optional.ofNullable(record.asked()).map(Asked::thresholds),
            record.unknownBelow().orElse(0));
    return (images, top, to) -> {
      try (Inference network = new Inference(record, model, reading, how.extraction)) {
        network.each(LabelledImage.unlabelled(images), sink(naming, top, to), (done, of) -> {});
      }
    };
  }

  static Classifier ofBase(
      String name, Integer size, String interpolation, ExifOption exif, Path labels, How how) {
    Base base = new Bases(how.console.environment().home()).open(name).base();
    if (!base.hasTop()) {
      throw new InputException(
          name + " has no top and cannot classify by itself; graft train gives it a head");
    }
    int side = size != null ? size : base.facts().nativeSize();
    base.requireSize(side);
    Model model = base.facts().defaultPreprocessing().prependTo(sized(base.model(), side, name));
    Reading reading =
        how.reading(Resize.square(side, Interpolation.of(interpolation), exif.or(Exif.APPLY)));
    Extraction unkept = how.extraction.unkept(name);
    Naming naming = Naming.ofClasses(labels(base, labels));
    return (images, top, to) -> {
      try (FeatureExtractor network = new FeatureExtractor(model, reading, unkept)) {
        Inference.Sink sink = sink(naming, top, to);
        network.each(LabelledImage.unlabelled(images), part -> rows(part, sink), (done, of) -> {});
      }
    };
  }

  private static Inference.Sink sink(Naming naming, int top, Consumer<Prediction> to) {
    return (file, answer, row) -> to.accept(Prediction.of(file, naming, row, top));
  }

  private static void rows(Features part, Inference.Sink to) {
    for (int i = 0; i < part.count(); i++) {
      to.take(part.files().get(i), part.labels()[i], part.matrix().part(i, i + 1).values());
    }
  }

  /** A flattened map fixes the size that a top was made for. */
  private static Model sized(Model model, int side, String name) {
    try {
      return model.forSide(side);
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
}
