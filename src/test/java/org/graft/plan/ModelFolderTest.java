package org.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.storage.AtomicFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose arrays lie in another model's file, as a run's do in its base's. */
class ModelFolderTest {
  private static final Dense HEAD = new Dense("head", "body", 2, true, Activation.SOFTMAX);

  @TempDir Path folder;

  private Path base;
  private Path run;
  private Model grafted;

  @BeforeEach
  void graftOnAStoredBase() throws IOException {
    base = folder.resolve("base");
    run = folder.resolve("run");
    save(base, body(1));
    grafted = grafted(ModelFolder.read(base));
  }

  @Test
  void arraysOfTheBaseAreLinkedNotWrittenAgain() throws IOException {
    save(run, grafted);
    assertThat(ModelFolder.read(run)).isEqualTo(grafted);
    assertThat(Files.isSameFile(run.resolve("base.npz"), base.resolve("weights.npz"))).isTrue();
    assertThat(Files.size(run.resolve("weights.npz")))
        .isLessThan(Files.size(base.resolve("weights.npz")));
  }

  @Test
  void theModelStaysWhenTheBaseIsReplacedOrDeleted() throws IOException {
    save(run, grafted);
    Model before = grafted(body(1));
    save(base, body(7));
    assertThat(ModelFolder.read(run)).isEqualTo(before);
    AtomicFile.deleteTree(base);
    assertThat(ModelFolder.read(run)).isEqualTo(before);
  }

  @Test
  void aBaseReplacedSinceItWasReadIsNotLinked() throws IOException {
    Model before = grafted(body(1));
    save(base, body(7));
    save(run, grafted);
    assertThat(run.resolve("base.npz")).doesNotExist();
    assertThat(ModelFolder.read(run)).isEqualTo(before);
  }

  @Test
  void arraysOfTheModelsOwnComeBeforeThoseOfTheBase() throws IOException {
    Weights trained =
        Weights.builder().put("body", Weights.BIAS, Tensor.vector(new float[64])).build();
    Weights kernel =
        Weights.builder()
            .put("body", Weights.KERNEL, grafted.weights().get("body", Weights.KERNEL))
            .put("body", Weights.BIAS, trained.get("body", Weights.BIAS))
            .build();
    Model tuned = new Model(grafted.plan(), grafted.weights().with(kernel));
    save(run, tuned);
    assertThat(ModelFolder.read(run)).isEqualTo(tuned);
    assertThat(run.resolve("base.npz")).exists();
  }

  @Test
  void digestsOfStoredArraysAreThoseOfTheirValues() {
    Tensor stored = ModelFolder.read(base).weights().get("body", Weights.KERNEL);
    assertThat(stored.stored().orElseThrow().sha256()).isPresent();
    assertThat(stored.sha256()).isEqualTo(new Tensor(stored.values(), stored.shape()).sha256());
    assertThat(stored.sha256())
        .isNotEqualTo(body(7).weights().get("body", Weights.KERNEL).sha256());
  }

  private static void save(Path target, Model model) {
    AtomicFile.deleteTree(target);
    AtomicFile.writeFolder(target, path -> ModelFolder.write(path, model));
  }

  private static Model body(float value) {
    float[] kernel = new float[32 * 64];
    kernel[0] = value;
    Weights weights =
        Weights.builder()
            .put("body", Weights.KERNEL, new Tensor(kernel, 32, 64))
            .put("body", Weights.BIAS, Tensor.vector(new float[64]))
            .build();
    Plan plan =
        new Plan(
            List.of(
                new Input("in", new Shape(32)),
                new Dense("body", "in", 64, true, Activation.RELU)));
    return new Model(plan, weights);
  }

  private static Model grafted(Model base) {
    Weights head =
        Weights.builder()
            .put("head", Weights.KERNEL, new Tensor(new float[64 * 2], 64, 2))
            .put("head", Weights.BIAS, Tensor.vector(0, 1))
            .build();
    return base.append(List.of(HEAD), head);
  }
}
