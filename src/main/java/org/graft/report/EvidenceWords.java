package org.graft.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the doctor's figures as words that a reader need not look up. */
final class EvidenceWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("sample", "images that were examined"),
          Map.entry("size", "side of the images, px"),
          Map.entry("minimum_size", "smallest side that the base takes, px"),
          Map.entry("features", "features of an image"),
          Map.entry("features_constant", "share of features that no image changes"),
          Map.entry("features_dead", "share of features that are zero for every image"),
          Map.entry("feature_mean", "mean of all features"),
          Map.entry("feature_deviation", "deviation of the features between images"),
          Map.entry("feature_largest", "greatest magnitude of a feature"),
          Map.entry("feature_cosine", "likeness of two images' features (cosine; 1: the same)"),
          Map.entry("classes", "classes"),
          Map.entry("labels", "labels"),
          Map.entry("chance", "accuracy of guessing"),
          Map.entry("base_rate", "accuracy of always naming the commonest class"),
          Map.entry("head_finite", "the head's numbers stayed finite"),
          Map.entry("dead_units", "share of hidden units that no image wakes"),
          Map.entry("predicted_classes", "classes that are ever answered"),
          Map.entry("named_labels", "labels that are ever answered"),
          Map.entry("most_predicted", "share of images that get the commonest answer"),
          Map.entry("number_spread", "spread of the answers, in deviations of the true numbers"),
          Map.entry("train_loss", "loss on the training images at the end"),
          Map.entry("train_accuracy", "accuracy on the training images at the end"),
          Map.entry("loss_at_start", "loss before the first step"),
          Map.entry("loss_of_chance", "loss of guessing"),
          Map.entry("loss_of_no_knowledge", "loss of knowing nothing"),
          Map.entry("swapped_folders", "folders whose images look like another's"),
          Map.entry("leaks", "test images that are learned from, too"),
          Map.entry("near_leaks", "test images of which nearly the same is learned from"),
          Map.entry("pictures_in_two_classes", "pictures that lie in two classes"),
          Map.entry("unreadable", "images that cannot be read"),
          Map.entry("learning_rate", "learning rate of the head"),
          Map.entry("probe_by_preprocessing", "probe under each preprocessing"),
          Map.entry("layers_not_finite", "layers with weights that are no numbers"),
          Map.entry("layers_all_zero", "layers whose kernel is zero"),
          Map.entry("initial_state", "the weights are those of an untrained network"),
          Map.entry("batch_norm", "the base has BatchNorm"),
          Map.entry("probe_moving_statistics", "probe with BatchNorm's own statistics"),
          Map.entry("probe_statistics_of_images", "probe with the statistics of these images"));

  /** Names with that of a score in them, and what is said of it; the first that fits counts. */
  private static final Map<Pattern, String> OF_SCORES = new LinkedHashMap<>();

  static {
    ofScore("nearest_neighbour_(.*)", "of taking the nearest training image's answer");
    ofScore("probe_held_out_(.*)", "of the probe on training images held out");
    ofScore("probe_permuted_(.*)", "of the probe on answers dealt out at random");
    ofScore("probe_(.*)", "of the probe, a ridge regression on the features");
    ofScore("(.*)_batch_statistics", "with the statistics of batches");
    ofScore("(.*)_moving_statistics", "with BatchNorm's own statistics");
    ofScore("(.*)_base", "of knowing nothing");
  }

  private EvidenceWords() {}

  private static void ofScore(String name, String words) {
    OF_SCORES.put(Pattern.compile(name), words);
  }

  /** A figure's name in words; one that is not known, as it stands. */
  static String of(String name) {
    if (WORDS.containsKey(name)) {
      return WORDS.get(name);
    }
    for (Map.Entry<Pattern, String> each : OF_SCORES.entrySet()) {
      Matcher score = each.getKey().matcher(name);
      if (score.matches()) {
        return plain(score.group(1)) + " " + each.getValue();
      }
    }
    return plain(name);
  }

  private static String plain(String name) {
    return name.replace('_', ' ');
  }
}
