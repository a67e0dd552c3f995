package org.graft.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.graft.export.parity.Agreement;
import org.graft.failure.InputException;
import org.graft.image.ImageDecoder;
import org.graft.plan.Tensor;
import org.graft.predict.OnnxModel;
import org.graft.train.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * Runs an ONNX file that may answer otherwise than the run it was exported from on the images that
 * the run was tested with, before the file is put in its place.
 */
public final class TestedFile implements Consumer<Path> {
  private final Evaluation before;
  private @Nullable Evaluation after;

  /**
   * @param before what the run made of its test images
   * @throws InputException if one of them is gone
   */
  public TestedFile(Evaluation before) {
    this.before = before;
    for (Path file : before.files()) {
      if (!ImageDecoder.isThere(file)) {
        throw new InputException(
            "what the file answers is measured on the run's test images, and " + file + " is gone");
      }
    }
  }

  @Override
  public void accept(Path file) {
    try (OnnxModel model = OnnxModel.open(file)) {
      List<float[]> rows = model.probabilitiesOf(before.files());
      after = before.withProbabilities(Tensor.rows(rows.toArray(float[][]::new)));
    }
  }

  /** What the file made of the images. */
  public Evaluation evaluation() {
    return Objects.requireNonNull(after, "no file was tested");
  }

  /** How that differs from what the run made of them. */
  public Agreement agreement() {
    int same =
        (int)
            IntStream.range(0, before.images()).filter(i -> before.isSame(evaluation(), i)).count();
    return Agreement.of(same, answers(before), answers(evaluation()));
  }

  private Agreement.Answers answers(Evaluation evaluation) {
    double score = evaluation.measures().score();
    return new Agreement.Answers(evaluation.images(), before.kept(evaluation), score);
  }
}
