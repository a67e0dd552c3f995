package org.graft.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one label of several does on some images, as scikit-learn computes it.
 *
 * @param averagePrecision of the ranking by probability, 0..1; 0 for a label that no image has
 * @param hits images that have it and are named so
 * @param named images that are named so
 * @param images that have it
 * @param threshold from which on it is named
 */
public record LabelScore(
    String label, double averagePrecision, int hits, int named, int images, float threshold) {
  /** The name of the F1 of all labels of all images together. */
  public static final String F1_MICRO = "f1_micro";

  /** The name of the mean of all F1. */
  public static final String F1_MACRO = "f1_macro";

  private static final String SCORE = "mean average precision";
  private static final String KEY = "mean_average_precision";

  /** A score a label, in their order. */
  public static List<LabelScore> of(SeveralLabels task, Evaluation evaluation) {
    List<LabelScore> scores = new ArrayList<>();
    boolean[][] all = evaluation.has();
    for (int label = 0; label < task.labels().size(); label++) {
      boolean[] has = all[label];
      int hits = 0;
      int named = 0;
      for (int i = 0; i < has.length; i++) {
        boolean own = task.isNamed(evaluation, i, label);
        named += own ? 1 : 0;
        hits += own && has[i] ? 1 : 0;
      }
      scores.add(
          new LabelScore(
              task.labels().get(label),
              Ranking.averagePrecision(evaluation.column(label), has),
              hits,
              named,
              Ranking.count(has),
              task.thresholds().get(label)));
    }
    return scores;
  }

  /** Share of the images that are named so which have it; 0 where none is. */
  public double precision() {
    return named == 0 ? 0 : hits / (double) named;
  }

  /** Share of the images that have it which are named so; 0 where none has. */
  public double recall() {
    return images == 0 ? 0 : hits / (double) images;
  }

  /** The harmonic mean of precision and recall; 0 where it is neither there nor named. */
  public double f1() {
    return named + images == 0 ? 0 : 2.0 * hits / (named + images);
  }

  /** Of all labels; a label that no image has has no part in the mean average precision. */
  static Measures measures(Evaluation evaluation, List<LabelScore> scores) {
    List<LabelScore> had = scores.stream().filter(s -> s.images() > 0).toList();
    double score = had.stream().mapToDouble(LabelScore::averagePrecision).average().orElse(0);
    double base =
        had.stream()
            .mapToDouble(s -> Ranking.expectedAtRandom(evaluation.images(), s.images()))
            .average()
            .orElse(0);
    int hits = scores.stream().mapToInt(LabelScore::hits).sum();
    int sum = scores.stream().mapToInt(s -> s.named() + s.images()).sum();
    Map<String, Double> all = new LinkedHashMap<>();
    all.put(KEY, score);
    all.put(KEY + "_base", base);
    all.put(F1_MICRO, sum == 0 ? 0 : 2.0 * hits / sum);
    all.put(F1_MACRO, scores.stream().mapToDouble(LabelScore::f1).average().orElse(0));
    String further =
        String.format(
            Locale.ROOT,
            "F1 micro %.3f, macro %.3f; all labels right on %.3f (base rate %.3f)",
            all.get(F1_MICRO),
            all.get(F1_MACRO),
            evaluation.accuracy(),
            evaluation.baseRate());
    return new Measures(SCORE, KEY, score, base, all, further);
  }
}
