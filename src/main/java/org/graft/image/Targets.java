package org.graft.image;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What images are to be answered with where that is no class: the {@link LabelledImage#label} of an
 * image is the number of one answer, so that images with the same answer have the same label.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(LabelSets.class), @JsonSubTypes.Type(Numbers.class)})
public sealed interface Targets permits LabelSets, Numbers {
  /** Number of answers. */
  int count();

  /** An answer in words. */
  String named(int answer, List<String> labels);

  /**
   * Groups of like images, none of which should be in one part of the data alone.
   *
   * @param outputs number of labels
   * @param answers of the images
   * @return a number from 0 for each of them
   */
  int[] strata(int outputs, int... answers);

  /** What a group is called. */
  String stratum(int group, List<String> labels);

  /** Fails with an {@link IllegalArgumentException} unless it goes with that many outputs. */
  void requireOutputs(int outputs);
}
