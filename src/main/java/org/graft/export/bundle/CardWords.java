package org.graft.export.bundle;

import java.util.List;
import java.util.Locale;

/** What a model card says of one task. */
interface CardWords {
  /** A class or label of fewer test images has figures that tell little. */
  int FEW = 20;

  /** What the model is, as a sentence begins. */
  String what();

  /** What it is for. */
  String use();

  /** How well it does. */
  String lead();

  /** How well, by class or label. */
  String table();

  /** What a value of the output that counts means, as a sentence. */
  String meaning();

  /** Where it ends. */
  List<String> limits();

  /** A share in three places. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
