package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.image.ImageBatches;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;

/** {@code graft predict}: images to labelled probabilities. */
@Parameters(
    commandDescription = "Classify images with an exported model, a run, or a base with a top")
final class PredictCommand extends Command {
  @Parameter(names = "--model", description = "ONNX file that graft export wrote")
  private Path model;

  @Parameter(names = "--run", description = "Run folder, or its name in --runs")
  private String run;

  @Parameter(names = "--base", description = "Base on the shelf that has its own top")
  private String base;

  @Parameter(
      names = "--size",
      validateWith = Side.class,
      description = "With --base: side of the images in pixels; by default the native size")
  private Integer size;

  @Parameter(
      names = "--interpolation",
      description = "With --base: nearest, the default, bilinear or bicubic")
  private String interpolation;

  @ParametersDelegate private final ExifOption exif = new ExifOption();

  @Parameter(names = "--labels", description = "With --base: file of labels, a line each")
  private Path labels;

  @Parameter(names = "--top", validateWith = Positive.class, description = "Labels an image")
  private int top = 5;

  @Parameter(
      names = "--unknown-below",
      validateWith = Share.class,
      description =
          "Call an image unknown whose likeliest class is less probable than this; by default as"
              + " the model was trained (--answer-precision)")
  private Double unknownBelow;

  @Parameter(names = "--format", description = "table, csv or jsonl")
  private String format = "table";

  @Parameter(
      names = "--threads",
      validateWith = Positive.class,
      description = "With --model: threads that compute; by default one a core")
  private Integer threads;

  @Parameter(
      names = "--batch",
      validateWith = Positive.class,
      description = "With --model: images that run together")
  private Integer batch;

  @ParametersDelegate private final FeatureOptions options = new FeatureOptions();

  @Parameter(names = "--strict", description = "End at the first unreadable image")
  private boolean strict;

  @ParametersDelegate private final RunsOption runs = new RunsOption();

  @Parameter(description = "IMAGE|FOLDER|-…")
  private List<Path> images = new ArrayList<>();

  @Override
  void run(Console console) {
    requireOneModel();
    PredictionFormat shownAs = PredictionFormat.of(format);
    List<Map<String, Object>> all = new ArrayList<>();
    AtomicInteger count = new AtomicInteger();
    try (ImageArguments arguments = new ImageArguments(images, console.environment().in())) {
      AuditLines.leftOut(console, arguments.leftOut());
      Classifier classifier = classifier(console);
      classifier.classify(
          arguments.files(),
          top,
          prediction -> {
            requireClasses(prediction);
            PredictionFormat.Shown shown =
                new PredictionFormat.Shown(
                    arguments.name(prediction.image()), label(prediction), prediction.answer());
            if (count.getAndIncrement() == 0) {
              shownAs.header(shown).ifPresent(console::result);
            }
            console.result(shownAs.lines(shown));
            if (json()) {
              all.add(shown.fields());
            }
          });
    }
    if (count.get() == 0) {
      throw new InputException("none of the images could be read");
    }
    console.json("images", all);
  }

  private String label(Prediction prediction) {
    return unknownBelow == null ? prediction.label() : prediction.label(unknownBelow);
  }

  private void requireClasses(Prediction prediction) {
    boolean several = prediction.labels().isPresent();
    if (unknownBelow != null && unknownBelow > 0 && (several || prediction.number().isPresent())) {
      throw new InputException(
          "--unknown-below goes with models of classes; this one "
              + (several
                  ? "names each label from a threshold of its own on, and may name none"
                  : "gives a number"));
    }
  }

  private Classifier classifier(Console console) {
    if (model != null) {
      return (files, most, to) -> classify(console, files, most, to);
    }
    NetworkClassifier.How how =
        new NetworkClassifier.How(strict, options.extraction(console), console);
    return run != null
        ? NetworkClassifier.ofRun(runs.folder(), run, exif, how)
        : NetworkClassifier.ofBase(
            base, size, interpolation == null ? "nearest" : interpolation, exif, labels, how);
  }

  /** By an exported file in ONNX Runtime; nothing of ND4J is loaded. */
  private void classify(Console console, List<Path> files, int most, Consumer<Prediction> to) {
    int all = Runtime.getRuntime().availableProcessors();
    try (OnnxModel loaded =
        OnnxModel.open(model, threads == null ? all : threads, options.device())) {
      Reading reading =
          new Reading(exif.of(loaded.resize(), model, console), strict, console::skipped);
      int together = batch == null ? OnnxModel.BATCH : batch;
      try (ImageBatches batches = reading.batches(LabelledImage.unlabelled(files), together)) {
        loaded.predict(batches, most, to);
      }
    }
  }

  private void requireOneModel() {
    long given = Stream.of(model, run, base).filter(o -> o != null).count();
    if (given != 1) {
      throw new InputException("give one of --model FILE.onnx, --run RUN and --base NAME");
    }
    if (base == null && (size != null || interpolation != null || labels != null)) {
      throw new InputException(
          "--size, --interpolation and --labels go with --base; a model and a run have theirs");
    }
    if (model != null && options.areGiven()) {
      throw new InputException(
          "--engine, --precision, --no-cache and --cache-limit go with --run and --base; ONNX"
              + " Runtime runs an exported file");
    }
    if (model == null && (threads != null || batch != null)) {
      throw new InputException("--threads and --batch go with --model");
    }
  }
}
