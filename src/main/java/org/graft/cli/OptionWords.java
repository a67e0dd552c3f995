package org.graft.cli;

import java.util.Locale;
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

  /** Without a value; most options are called as their hints are. */
  static String option(Hint hint) {
    return switch (hint) {
      case SHELVE -> "graft import";
      case IMPORT_KERAS -> "graft import --keras";
      case IMPORT_TENSORFLOW -> "graft import --tensorflow";
      case INPUT, FILE_PIXELS -> "--input";
      case OPINION -> "--verify";
      case DETAILS -> "--debug";
      case LABELS_ROOT -> "--data";
      case CLASSES -> "--task classes";
      case LABELS -> "--task multi-label";
      case NUMBERS -> "--task regression";
      case AUDIT -> "graft audit";
      case LAYERS -> "graft layers --base";
      case TRAIN -> "graft train";
      case DIAGNOSE -> "graft doctor";
      case EXPORT_ONNX -> "graft export --out";
      case SIZE, FILE_SIDE -> "--size";
      case FILE_ANY_SIDE -> "--size free";
      case PREPARATION, FORM_PREPARATION -> "--preprocessing";
      case BATCH_STATISTICS -> "--batch-norm batch";
      case CACHE_CLEAR -> "graft cache clear";
      case RESUME -> "graft train --resume";
      case ACCURACY -> "--assert-accuracy-at-least";
      case AGREEMENT -> "--assert-agreement-at-least";
      default -> "--" + hint.name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }
}
