package org.graft.cli;

import org.graft.failure.Hint;

/** What the library says could be set otherwise, as the options or commands that do it. */
final class OptionWords {
  private OptionWords() {}

  /** A line of the library's with options in place of methods. */
  static String of(String line) {
    return Hint.reworded(line, OptionWords::of);
  }

  private static String of(Hint hint, String value) {
    return value.isEmpty() ? option(hint) : option(hint) + " " + value;
  }

  /** Without a value. */
  static String option(Hint hint) {
    return switch (hint) {
      case SHELVE -> "graft import";
      case IMPORT_KERAS -> "graft import --keras";
      case IMPORT_TENSORFLOW -> "graft import --tensorflow";
      case KERAS -> "--keras";
      case ARCHITECTURE -> "--architecture";
      case CUT -> "--cut";
      case OUTPUT -> "--output";
      case ASSIGN -> "--assign";
      case READER -> "--reader";
      case SIGNATURE -> "--signature";
      case INPUT, FILE_PIXELS -> "--input";
      case SHAPE -> "--shape";
      case SET -> "--set";
      case OPINION -> "--verify";
      case DETAILS -> "--debug";
      case LABELS_FROM -> "--labels-from";
      case FOLLOW_LINKS -> "--follow-links";
      case GROUP_BY -> "--group-by";
      case LABELS_ROOT -> "--data";
      case CLASSES -> "--task classes";
      case LABELS -> "--task multi-label";
      case NUMBERS -> "--task regression";
      case AUDIT -> "graft audit";
      case LAYERS -> "graft layers --base";
      case TRAIN -> "graft train";
      case DIAGNOSE -> "graft doctor";
      case EXPORT_ONNX -> "graft export --out";
      case SPLIT -> "--split";
      case VALIDATION -> "--validation";
      case ALLOW_LEAK -> "--allow-leak";
      case EXIF -> "--exif";
      case SIZE, FILE_SIDE -> "--size";
      case FILE_ANY_SIDE -> "--size free";
      case PREPARATION, FORM_PREPARATION -> "--preprocessing";
      case RECIPE -> "--recipe";
      case STANDARDIZE -> "--standardize";
      case AUGMENT -> "--augment";
      case FOLDS -> "--folds";
      case SEED -> "--seed";
      case FINE_TUNE_FROM -> "--fine-tune-from";
      case CLASS_WEIGHTS -> "--class-weights";
      case CALIBRATE -> "--calibrate";
      case ANSWER_PRECISION -> "--answer-precision";
      case TRACK_TEST -> "--track-test";
      case EPOCHS -> "--epochs";
      case EPOCHS_OF -> "--epochs-of";
      case EARLY_STOPPING -> "--early-stopping";
      case LEARNING_RATE -> "--learning-rate";
      case BATCH_STATISTICS -> "--batch-norm batch";
      case LOSS -> "--loss";
      case ENGINE -> "--engine";
      case PRECISION -> "--precision";
      case DEVICE -> "--device";
      case CACHE_LIMIT -> "--cache-limit";
      case CACHE_CLEAR -> "graft cache clear";
      case RESUME -> "graft train --resume";
      case ACCURACY -> "--assert-accuracy-at-least";
      case AGREEMENT -> "--assert-agreement-at-least";
    };
  }
}
