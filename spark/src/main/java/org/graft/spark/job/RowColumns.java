package org.graft.spark.job;

import java.io.Serializable;
import java.util.function.Function;
import org.graft.predict.ModelAnswer;
import org.graft.predict.Naming;
import org.graft.spark.network.ClassifierNetwork;
import org.graft.spark.network.ImageNetwork;

/** The columns that a job writes for a network. */
@FunctionalInterface
interface RowColumns extends Serializable {
  ParquetColumns<Result> of(ImageNetwork network);

  /** Features: an array of float32 an image. */
  static ParquetColumns<Result> features(ImageNetwork network) {
    return ofImages("graft_features")
        .floats("features", Result::values)
        .text("error", Result::error);
  }

  /**
   * Label, or the number of a model that gives one, and likeliest classes.
   *
   * @param top how many of these
   */
  static ParquetColumns<Result> answers(ImageNetwork network, int top) {
    Naming naming = ((ClassifierNetwork) network).model().naming();
    return ofImages("graft_answers")
        .text("prediction", answered(naming, 1, ModelAnswer::label))
        .likely("top", answered(naming, top, ModelAnswer::top))
        .text("error", Result::error);
  }

  private static ParquetColumns<Result> ofImages(String name) {
    return new ParquetColumns<Result>(name)
        .text("path", result -> result.row().path())
        .text("label", result -> result.row().answer())
        .text("split", result -> result.row().split())
        .text("sha256", result -> result.row().sha256());
  }

  private static <A> Function<Result, A> answered(
      Naming naming, int top, Function<ModelAnswer, A> part) {
    return result ->
        result.values() == null ? null : part.apply(naming.answer(result.values(), top));
  }
}
