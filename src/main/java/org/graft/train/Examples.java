package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;

/**
 * What a phase trains on: labelled activations at the boundary, read batch by batch. Of images of
 * each of which there are several variants every epoch shows another, and different ones of
 * different images, until all have been seen and the first comes again.
 *
 * @param rows {@code [n, width]}: what enters each input, one behind another; a row for every image
 *     and variant, those of the first variant first
 * @param shapes the inputs' in that order
 * @param variants rows of each image
 * @param images which of the images these are, by their places among all, from 0
 */
record Examples(Features rows, Map<String, Shape> shapes, int variants, int[] images) {
  /** Of all images, a row each. */
  Examples(Features rows, Map<String, Shape> shapes) {
    this(rows, shapes, 1, IntStream.range(0, rows.count()).toArray());
  }

  int count() {
    return images.length;
  }

  /** Values of each, whatever the inputs that they enter. */
  int width() {
    return rows.width();
  }

  /** Whether they lie on the disk, where they are best read many at a time and in their order. */
  boolean areStored() {
    return rows.matrix().areStored();
  }

  /** {@code [n]}, the answer of each. */
  int[] labels() {
    int[] all = rows.labels();
    return Arrays.stream(images).map(image -> all[image]).toArray();
  }

  /** Where the images of some came from. */
  List<Path> files(int... chosen) {
    return Arrays.stream(chosen).mapToObj(place -> rows.files().get(images[place])).toList();
  }

  /**
   * Puts the values of some, {@link #width} each, one behind another into {@code to}.
   *
   * @param chosen their places among these
   * @param epoch from 0; variants change with it
   */
  void read(int[] chosen, int epoch, float... to) {
    int all = rows.count() / variants;
    int[] shown =
        Arrays.stream(chosen)
            .map(place -> (images[place] + epoch) % variants * all + images[place])
            .toArray();
    rows.matrix().read(shown, to, 0);
  }

  /** Activations of some by the names of the inputs that they enter, {@code [n, …]} each. */
  Map<String, Tensor> inputs(int[] chosen, int epoch) {
    float[] read = new float[Math.multiplyExact(chosen.length, width())];
    read(chosen, epoch, read);
    return entering(read);
  }

  /**
   * The same of what was read.
   *
   * @param read {@code [n, width]}; may be handed on as it is
   */
  Map<String, Tensor> entering(float... read) {
    int count = read.length / width();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, Shape> input : shapes.entrySet()) {
      Shape shape = input.getValue();
      float[] own = shapes.size() == 1 ? read : columns(read, offset, shape.size());
      inputs.put(input.getKey(), new Tensor(own, shape.batched(count)));
      offset += shape.size();
    }
    return inputs;
  }

  private float[] columns(float[] read, int from, int length) {
    int count = read.length / width();
    float[] columns = new float[count * length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(read, i * width() + from, columns, i * length, length);
    }
    return columns;
  }
}
