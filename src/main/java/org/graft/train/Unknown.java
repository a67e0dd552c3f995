package org.graft.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From which probability on an image is answered, so that of the answers a wanted share is right
 * (selective classification, Chow 1970). What stays below is called unknown. Found on images that
 * the model did not learn from, and told on those that it was tested on.
 *
 * @param precision the share of answers that is to be right, above 0 and at most 1
 * @param below an image whose likeliest class is less probable is unknown, 0..1; 1 where no
 *     probability brings that precision
 * @param answered share of the tested images that are answered
 * @param right share of these answers that are right; 0 where there is none
 */
public record Unknown(double precision, double below, double answered, double right) {

  /**
   * Chosen and told.
   *
   * @param unseen what models alike gave of images that they did not learn from
   * @param tested what the tempered model gives of the images that it is tested on
   */
  static Unknown of(
      double precision, Temperature temperature, List<Evaluation> unseen, Evaluation tested) {
    double below =
        below(precision, unseen.stream().flatMap(e -> temperature.said(e).stream()).toList());
    List<Said> answers =
        new Temperature(1, tested.images())
            .said(tested).stream().filter(said -> said.probability >= below).toList();
    return new Unknown(
        precision,
        below,
        answers.size() / (double) tested.images(),
        share(answers, answers.size()));
  }

  /** The likeliest class of an image. */
  record Said(double probability, boolean right) {}

  /** The least bound of which the answers at and above it are right as often as wanted. */
  static double below(double precision, List<Said> unseen) {
    List<Said> sure =
        unseen.stream().sorted(Comparator.comparingDouble(said -> -said.probability)).toList();
    int most =
        IntStream.iterate(sure.size(), n -> n > 0, n -> n - 1)
            .filter(n -> n == sure.size() || sure.get(n).probability < sure.get(n - 1).probability)
            .filter(n -> share(sure, n) >= precision)
            .findFirst()
            .orElse(0);
    if (most == 0) {
      return 1;
    }
    return most == sure.size()
        ? 0
        : (sure.get(most).probability + sure.get(most - 1).probability) / 2;
  }

  /** How many of the first are right. */
  private static double share(List<Said> said, int first) {
    long right = said.stream().limit(first).filter(Said::right).count();
    return first == 0 ? 0 : right / (double) first;
  }
}
