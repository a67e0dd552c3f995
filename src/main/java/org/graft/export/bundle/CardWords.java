package org.graft.export.bundle;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /** That classes or labels have few test images, if some do. */
  static Optional<String> rough(String what, IntStream images) {
    int[] all = images.toArray();
    long few = IntStream.of(all).filter(count -> count < FEW).count();
    return Optional.of(
            "%d of %d %s have fewer than %d test images; their figures are rough."
                .formatted(few, all.length, what, FEW))
        .filter(limit -> few > 0);
  }

  /** A share in three places. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
