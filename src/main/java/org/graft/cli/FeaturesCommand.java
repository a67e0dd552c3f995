package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.experiment.PreprocessingTrial;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.image.Split;
import org.graft.image.SplitBy;
import org.graft.plan.Model;
import org.graft.plan.Preprocessing;
import org.graft.storage.AtomicFile;
import org.graft.storage.NpyArray;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;

/** {@code graft features}: what a base makes of images, for other programs. */
@Parameters(commandDescription = "Write a base's features of images as a NumPy array")
final class FeaturesCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @Parameter(
      names = "--out",
      description = "File for [images, width] float32; FILE.csv beside it names the rows")
  private Path out;

  @Parameter(
      names = "--size",
      validateWith = Side.class,
      description = "Side of the images in pixels; by default the base's native size")
  private Integer size;

  @Parameter(
      names = "--preprocessing",
      description = "catalogue (the base's own), raw, caffe, tf, torch or unit")
  private String preprocessing = TrainingOptions.CATALOGUE;

  @Parameter(names = "--interpolation", description = "nearest, bilinear or bicubic")
  private String interpolation = "nearest";

  @ParametersDelegate private final ExifOption exif = new ExifOption();

  @Parameter(
      names = "--measure",
      description = "Also measure how many images a second the base does, nothing else")
  private boolean measure;

  @ParametersDelegate private final DataOptions data = new DataOptions();

  @ParametersDelegate private final FeatureOptions options = new FeatureOptions();

  @Override
  void run(Console console) {
    if (out != null) {
      Destination.file("--out", out);
    }
    Extraction extraction = options.extraction(console).of(base);
    Base loaded = new Shelf(console.environment().home()).load(base);
    int side = size != null ? size : loaded.facts().nativeSize();
    loaded.requireSize(side);
    Dataset dataset = data.source().open(new Split(SplitBy.FILE, 0, 0));
    AuditLines.leftOut(console, dataset.leftOut());
    List<LabelledImage> images = new ArrayList<>(dataset.learned());
    images.addAll(dataset.test());
    Reading reading =
        new Reading(
            Resize.square(side, Interpolation.of(interpolation), exif.or(Exif.APPLY)),
            false,
            skipped -> console.warn("skipped: %s", skipped.reason()));
    long begin = System.nanoTime();
    try (FeatureExtractor extractor =
        new FeatureExtractor(model(console, loaded, dataset, reading), reading, extraction)) {
      ProgressBar bar = new ProgressBar(console, "features", "images", 1);
      Features features = extractor.extract(images, bar::show);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Double rate = measure ? extractor.measure(images) : null;
      write(features, dataset);
      tell(console, extractor, features, seconds, rate);
    }
  }

  private Model model(Console console, Base loaded, Dataset images, Reading reading) {
    int side = reading.resize().height();
    Preprocessing own =
        preprocessing.equals(TrainingOptions.CATALOGUE)
            ? loaded
                .facts()
                .preprocessing()
                .orElseGet(() -> found(console, loaded, images, reading))
            : Preprocessing.of(preprocessing);
    return Head.pooled(own.before(loaded.features(), side));
  }

  /** What serves best to tell these images' classes apart. */
  private Preprocessing found(Console console, Base loaded, Dataset images, Reading reading) {
    Resize resize = reading.resize();
    TrainRequest request =
        new TrainRequest(
                data.folder(),
                images,
                Recipe.SAFE,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                resize.height(),
                resize.interpolation(),
                Preprocessing.RAW,
                Optional.empty(),
                0,
                false)
            .with(resize.exif());
    Extraction extraction = options.extraction(console).of(base);
    return PreprocessingTrial.settled(
            loaded, request, extraction, line -> console.progress("%s", line))
        .preprocessing();
  }

  private void write(Features features, Dataset dataset) {
    if (out == null) {
      return;
    }
    AtomicFile.write(
        out,
        part -> {
          try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(part))) {
            new NpyArray(features.values().values(), features.values().shape()).write(to);
          }
        });
    List<String> lines = new ArrayList<>(List.of("file,class"));
    for (int i = 0; i < features.count(); i++) {
      lines.add(
          quoted(features.files().get(i)) + "," + quoted(dataset.named(features.labels()[i])));
    }
    AtomicFile.write(
        out.resolveSibling(out.getFileName() + ".csv"), part -> Files.write(part, lines));
  }

  /** A cell of a CSV file (RFC 4180). */
  private static String quoted(Object cell) {
    return '"' + cell.toString().replace("\"", "\"\"") + '"';
  }

  private void tell(
      Console console, FeatureExtractor extractor, Features features, double seconds, Double rate) {
    String engine = extractor.engine().map(String::valueOf).orElse("none");
    console.result(
        "%d features of %d images by %s, %.1f s%s",
        features.width(),
        features.count(),
        engine,
        seconds,
        rate == null ? "" : String.format(Locale.ROOT, ", the base alone %.1f images/s", rate));
    console.json(
        "images",
        features.count(),
        "width",
        features.width(),
        "engine",
        engine,
        "seconds",
        seconds,
        "images_per_second",
        rate,
        "file",
        out == null ? null : out.toString());
  }
}
