package org.graft.cli;

import java.nio.file.Path;
import java.util.List;
import org.graft.predict.Prediction;

/** Anything that labels images; those that cannot be read are told and left out, unless strict. */
interface Classifier {
  List<Prediction> classify(List<Path> images, int top);
}
