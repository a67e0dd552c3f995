package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.predict.LabelProbability;
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

  @Parameter(names = "--labels", description = "With --base: file of labels, a line each")
  private Path labels;

  @Parameter(names = "--top", validateWith = Positive.class, description = "Labels an image")
  private int top = 5;

  @Parameter(names = "--strict", description = "End at the first unreadable image")
  private boolean strict;

  @Parameter(names = "--runs", description = "Folder that runs are in")
  private Path runs = Path.of("runs");

  @Parameter(description = "IMAGE…")
  private List<Path> images = new ArrayList<>();

  @Override
  void run(Console console) {
    requireOneModel();
    images.forEach(PredictCommand::requireFile);
    if (images.isEmpty()) {
      throw new InputException("no image is given; name one or more behind the options");
    }
    List<Prediction> predictions = classifier(console).classify(images, top);
    if (predictions.isEmpty()) {
      throw new InputException("none of the images could be read");
    }
    for (Prediction prediction : predictions) {
      console.result("%s", prediction.image());
      for (LabelProbability guess : prediction.top()) {
        console.result("  %.3f  %s", guess.probability(), guess.label());
      }
    }
    console.json("images", predictions.stream().map(PredictCommand::fields).toList());
  }

  private Classifier classifier(Console console) {
    if (model != null) {
      return new OnnxClassifier(model, strict, console);
    }
    return run != null
        ? NetworkClassifier.ofRun(runs, run, strict, console)
        : NetworkClassifier.ofBase(
            base, size, interpolation == null ? "nearest" : interpolation, labels, strict, console);
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
  }

  private static void requireFile(Path image) {
    if (!Files.exists(image)) {
      throw new InputException("no such image: " + image);
    }
    if (Files.isDirectory(image)) {
      throw new InputException(image + " is a folder; image files are expected");
    }
  }

  private static Map<String, Object> fields(Prediction prediction) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", prediction.image().toString());
    fields.put("top", prediction.top());
    return fields;
  }
}
