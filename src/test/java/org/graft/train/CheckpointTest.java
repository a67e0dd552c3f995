package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.failure.MalformedFileException;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state comes back as it was, and no other file's arrays are taken for one. */
class CheckpointTest {
  private static final String EXAMPLES = "digest";
  private static final NpyArray ARRAY = new NpyArray(new float[] {1, 2, 3, 4}, 4);

  @TempDir Path folder;

  private Checkpoint checkpoint;
  private TrainState state;

  @BeforeEach
  void write() {
    Weights weights = Weights.builder().put("a/b:c", "kernel", Tensor.vector(1, 2)).build();
    state =
        new TrainState(
            0,
            3,
            12,
            weights,
            Map.of("velocity", weights),
            List.of(),
            new TrainState.Best(1, 0.5, weights));
    checkpoint = new Checkpoint(folder, 0);
    checkpoint.write(state, EXAMPLES);
  }

  @Test
  void comesBack() {
    TrainState found = checkpoint.read(EXAMPLES).orElseThrow();
    assertThat(found.weights().byLayer()).containsOnlyKeys("a/b:c");
    assertThat(found.slots().get("velocity").byLayer()).containsOnlyKeys("a/b:c");
    assertThat(found.best().weights().byLayer()).containsOnlyKeys("a/b:c");
    assertThat(found.step()).isEqualTo(12);
  }

  @Test
  void arraysOfAnotherFileAreRefused() throws IOException {
    replace(Map.of("ab".repeat(32), ARRAY));
    assertThatThrownBy(() -> checkpoint.read(EXAMPLES))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("is none of a training's state; train anew");
    replace(Map.of("weights:dense/kernel", ARRAY, "weight:dense/bias", ARRAY));
    assertThatThrownBy(() -> checkpoint.read(EXAMPLES))
        .hasMessageContaining("array 'weight:dense/bias' is none of a training's state");
  }

  @Test
  void aStateWithoutWeightsIsRefused() throws IOException {
    replace(Map.of("slot/velocity:dense/kernel", ARRAY));
    assertThatThrownBy(() -> checkpoint.read(EXAMPLES))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("it holds no weights");
  }

  private void replace(Map<String, NpyArray> arrays) throws IOException {
    NpzFile.write(folder.resolve("phase-0-epoch-3.npz"), arrays);
  }
}
