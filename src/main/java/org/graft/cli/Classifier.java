package org.graft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.graft.predict.Prediction;

/** Anything that labels images; those that cannot be read are told and left out, unless strict. */
interface Classifier {
  /** Tells the {@code top} likeliest classes of each image, in the order of the images. */
  void classify(List<Path> images, int top, Consumer<Prediction> to);
}
