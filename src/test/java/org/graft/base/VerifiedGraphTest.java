package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.source.tensorflow.GraphOptions;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A graph held against what TensorFlow gives at its nodes. In graphs of 2015 a node {@code conv} is
 * a rectifier, and a layer {@code conv} what it rectifies.
 */
class VerifiedGraphTest {
  private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tensorflow_2015");

  @TempDir Path folder;

  private final TensorflowImporter.Imported imported =
      new TensorflowImporter(Catalogue.load(), Clock.systemUTC())
          .open(
              new TensorflowImporter.GraphRequest(
                  FIXTURE.resolve("frozen.pb"),
                  new GraphOptions(null, null, "Mul", List.of(), Map.of()),
                  BaseOptions.NONE,
                  SecondOpinion.WHOLE));

  private final Map<String, NpyArray> golden =
      new HashMap<>(NpzFile.read(FIXTURE.resolve("golden.npz")));

  private Verification verified() throws Exception {
    Path file = folder.resolve("golden.npz");
    NpzFile.write(file, golden);
    return imported.verification(file);
  }

  @Test
  void arraysAreThoseOfTheNodesTheyAreNamedFor() throws Exception {
    Verification proof = verified();
    proof.require();
    assertThat(proof.stretches()).hasSize(17);
    assertThat(proof.unmatched()).doesNotContain("mixed/tower/conv");
    assertThat(proof.worst()).isPositive();
  }

  @Test
  void aWrongValueIsFoundAtItsNode() throws Exception {
    golden.get("mixed/tower/conv").values()[3] += 1;
    Verification proof = verified();
    assertThatThrownBy(proof::require)
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("the first up to layer mixed_tower_conv");
  }

  @Test
  void namesOfLayersThatAreNoNodesStillMatch() throws Exception {
    NpyArray value = golden.get("mixed/tower/conv");
    golden.keySet().retainAll(List.of("input"));
    String layer =
        imported.base().model().plan().layers().stream()
            .map(l -> l.name())
            .filter(name -> name.contains("tower_conv"))
            .findFirst()
            .orElseThrow();
    golden.put(layer, value);
    assertThat(verified().stretches()).hasSize(1);
  }

  @Test
  void arraysOfNoLayerAreNamed() throws Exception {
    golden.put("ExpandDims/dim", golden.get("mixed/tower/conv"));
    golden.put("no/such/node", golden.get("mixed/tower/conv"));
    assertThat(verified().unmatched()).contains("ExpandDims/dim", "no/such/node");
  }

  @Test
  void arraysOfNoLayerAreNoProof() {
    golden.keySet().retainAll(List.of("input"));
    golden.put("ExpandDims/dim", golden.get("input"));
    assertThatThrownBy(this::verified)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("named as layers, or as the nodes of a graph");
  }
}
