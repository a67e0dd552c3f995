package org.graft.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be set otherwise, as a way out of a failure. In a message it stands as a Java program
 * would write it, {@code Importing.upTo(LAYER)}; the command line says the option that does the
 * same. Each names a method, or a record's component, of {@code org.graft.api} or of what its jobs
 * take.
 */
public enum Hint {
  SHELVE("Importing.shelve"),
  IMPORT_KERAS("Graft.importKeras"),
  IMPORT_TENSORFLOW("Graft.importTensorflow"),
  KERAS("Importing.keras"),
  ARCHITECTURE("Importing.architecture"),
  CUT("Importing.upTo"),
  OUTPUT("Importing.output"),
  ASSIGN("KerasImporting.assign"),
  READER("KerasImporting.reader"),
  SIGNATURE("TensorflowImporting.signature"),
  INPUT("TensorflowImporting.input"),
  SHAPE("TensorflowImporting.shape"),
  SET("TensorflowImporting.set"),
  OPINION("TensorflowImporting.opinion"),
  DETAILS("GraftException.details"),
  LABELS_FROM("FolderRules.labels"),
  FOLLOW_LINKS("FolderRules.followLinks"),
  GROUP_BY("Split.groupBy"),
  LABELS_ROOT("ImageSource.labelsFile"),
  CLASSES("Answer.label"),
  LABELS("Answer.labels"),
  NUMBERS("Answer.number"),
  AUDIT("Auditing.run"),
  LAYERS("Bases.plan"),
  TRAIN("Training.train"),
  DIAGNOSE("Training.diagnose"),
  BATCH_STATISTICS("Diagnosing.onBatchStatistics"),
  EXPORT_ONNX("TrainedModel.exportOnnx"),
  SPLIT("TrainingData.split"),
  VALIDATION("TrainingData.withValidation"),
  ALLOW_LEAK("TrainingData.allowingLeaks"),
  EXIF("Training.exif"),
  SIZE("Training.size"),
  PREPARATION("Training.preparation"),
  RECIPE("Training.recipe"),
  STANDARDIZE("HeadStyle.standardizing"),
  FORM_PREPARATION("ImageForm.preparation"),
  AUGMENT("Training.augment"),
  FOLDS("Training.folds"),
  SEED("Training.seed"),
  FINE_TUNE_FROM("Training.fineTuneFrom"),
  CLASS_WEIGHTS("Training.classWeights"),
  CALIBRATE("Training.calibrate"),
  ANSWER_PRECISION("Training.answerPrecision"),
  TRACK_TEST("Training.trackingTest"),
  EPOCHS("Training.epochs"),
  EPOCHS_OF("BestEpochs.of"),
  EARLY_STOPPING("Phase.patience"),
  LEARNING_RATE("Schedule.learningRate"),
  LOSS("Loss.distance"),
  ENGINE("EngineSettings.engine"),
  PRECISION("EngineSettings.precision"),
  DEVICE("EngineSettings.device"),
  CACHE_LIMIT("FeatureCache.limit"),
  CACHE_CLEAR("FeatureCache.clear"),
  RESUME("SavedRun.resume"),
  ACCURACY("Floor.accuracy"),
  AGREEMENT("Floor.agreement"),
  FILE_SIDE("OnnxForm.side"),
  FILE_ANY_SIDE("OnnxForm.anySide"),
  FILE_PIXELS("OnnxForm.pixels");

  private static final Map<String, Hint> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(hint -> hint.dotted, Function.identity()));

  /** A class, a member, and what is in the brackets, which may hold a few brackets itself. */
  private static final Pattern SAID =
      Pattern.compile("\\b([A-Z]\\w*+\\.[a-z]\\w*+)\\(((?:[^()]*+\\([^()]*+\\)){0,9}+[^()]*+)\\)");

  private final String dotted;

  Hint(String dotted) {
    this.dotted = dotted;
  }

  /** With the value that would help, or a word for it. */
  public String to(Object value) {
    return dotted + "(" + value + ")";
  }

  /** Without a value. */
  @Override
  public String toString() {
    return to("");
  }

  /** All that a text says, in its order. */
  public static List<Hint> in(String text) {
    return SAID.matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(BY_NAME::containsKey)
        .map(BY_NAME::get)
        .toList();
  }

  /**
   * A text with its hints in other words.
   *
   * @param words takes a hint and its value, which is empty where it has none
   */
  public static String reworded(String text, BiFunction<Hint, String, String> words) {
    return SAID.matcher(text)
        .replaceAll(
            match -> {
              Hint hint = BY_NAME.get(match.group(1));
              String said = hint == null ? match.group() : words.apply(hint, match.group(2));
              return Matcher.quoteReplacement(said);
            });
  }
}
