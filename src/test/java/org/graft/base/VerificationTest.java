package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Flatten;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Probabilities of logits as large as VGG16 gives for raw pixels, the greatest two near to one
 * another, against sums in float64: what float32 rounds off such logits is no fault of an import.
 */
class VerificationTest {
  private static final int SIDE = 32;
  private static final int VALUES = SIDE * SIDE * 3;
  private static final int CLASSES = 10;

  @TempDir Path folder;

  private final float[] kernel = new float[VALUES * CLASSES];
  private final float[] image = new float[VALUES];

  VerificationTest() {
    Random random = new Random(2015);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) random.nextGaussian() / 20;
    }
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat() * 255;
      kernel[i * CLASSES] += 0.003f;
      kernel[i * CLASSES + 1] = kernel[i * CLASSES] + (float) random.nextGaussian() / 5000;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatFloat32RoundsOffLargeLogitsPasses(boolean fused) throws IOException {
    Path golden = golden(probabilities());
    Verification proof = Verification.of(model(fused), golden);
    assertThat(proof.passes()).as(proof.toString()).isTrue();
    assertThat(proof.worst()).as("something was compared").isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWeightThatIsWrongDoesNot(boolean fused) throws IOException {
    Path golden = golden(probabilities());
    int winner = winner();
    for (int i = 0; i < 32; i++) {
      kernel[i * CLASSES + winner] -= 0.01f;
    }
    assertThatThrownBy(() -> Verification.of(model(fused), golden).require())
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("up to layer");
  }

  /** Where the golden holds the logits, a softmax of its own says them to the last places. */
  @Test
  void logitsStandForThemselves() throws IOException {
    float[] logits = new float[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      logits[c] = (float) logit(c);
    }
    Path golden = golden(probabilities(), "dense", new NpyArray(logits, new int[] {1, CLASSES}));
    assertThat(Verification.of(model(false), golden).passes()).isTrue();
    logits[3] += 0.1f;
    golden = golden(probabilities(), "dense", new NpyArray(logits, new int[] {1, CLASSES}));
    assertThat(Verification.of(model(false), golden).passes()).isFalse();
  }

  private Model model(boolean fused) {
    Layer flat = new Flatten("flatten", "in");
    List<Layer> layers =
        fused
            ? List.of(
                new Input("in", Shape.square(SIDE, 3)),
                flat,
                new Dense("prob", "flatten", CLASSES, false, Activation.SOFTMAX))
            : List.of(
                new Input("in", Shape.square(SIDE, 3)),
                flat,
                new Dense("dense", "flatten", CLASSES, false, Activation.LINEAR),
                new Activate("prob", "dense", Activation.SOFTMAX));
    Weights weights =
        Weights.builder()
            .put(
                fused ? "prob" : "dense",
                Weights.KERNEL,
                new Tensor(kernel.clone(), VALUES, CLASSES))
            .build();
    return new Model(new Plan(layers), weights);
  }

  private double logit(int unit) {
    double sum = 0;
    for (int i = 0; i < VALUES; i++) {
      sum += (double) image[i] * kernel[i * CLASSES + unit];
    }
    return sum;
  }

  private int winner() {
    int winner = 0;
    for (int c = 1; c < CLASSES; c++) {
      winner = logit(c) > logit(winner) ? c : winner;
    }
    return winner;
  }

  private NpyArray probabilities() {
    double most = logit(winner());
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      sum += Math.exp(logit(c) - most);
    }
    float[] values = new float[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      values[c] = (float) (Math.exp(logit(c) - most) / sum);
    }
    return new NpyArray(values, new int[] {1, CLASSES});
  }

  private Path golden(NpyArray probabilities) throws IOException {
    return golden(probabilities, "prob", probabilities);
  }

  private Path golden(NpyArray probabilities, String name, NpyArray more) throws IOException {
    Path file = folder.resolve("golden.npz");
    Files.deleteIfExists(file);
    NpyArray input = new NpyArray(image.clone(), new int[] {1, SIDE, SIDE, 3});
    NpzFile.write(
        file,
        name.equals("prob")
            ? Map.of("input", input, "prob", probabilities)
            : Map.of("input", input, "prob", probabilities, name, more));
    return file;
  }
}
