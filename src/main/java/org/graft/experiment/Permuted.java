package org.graft.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;

/** Data that nothing can be learned from: the labels to learn from are dealt out at random. */
final class Permuted {
  private Permuted() {}

  /** As many images of each class as before, none but by chance under its own label. */
  static Dataset of(Dataset dataset, long seed) {
    List<Integer> labels =
        new ArrayList<>(dataset.train().stream().map(LabelledImage::label).toList());
    Collections.shuffle(labels, new Random(seed));
    List<LabelledImage> dealt = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      dealt.add(new LabelledImage(dataset.train().get(i).file(), labels.get(i)));
    }
    dealt.sort(Comparator.comparingInt(LabelledImage::label).thenComparing(LabelledImage::file));
    return new Dataset(dataset.labels(), dealt, dataset.test());
  }
}
