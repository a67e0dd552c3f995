package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.graft.base.BaseRecord;
import org.graft.base.BaseStore;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code graft import --verify}, on activations of the demo network that real Keras computed. */
class VerifiedImportTest {
  private static final Path GOLDEN = Path.of("src/test/resources/goldens/demo_vgg_16px.npz");

  @TempDir Path home;

  @Test
  void theReceiptHoldsWhatWasCompared() {
    CommandRun run = verify(GOLDEN).succeeded();
    assertThat(run.err())
        .contains("block1_conv1", "block4_pool", "10 blocks agree with what Keras computed");
    BaseRecord record = new BaseStore(home).record("demo_vgg");
    assertThat(record.receipt().verification().passes()).isTrue();
    assertThat(record.receipt().verification().stretches()).hasSize(10);
    assertThat(record.receipt().verification().golden().file()).isEqualTo("demo_vgg_16px.npz");
    JsonNode proof = run.json().path("verification");
    assertThat(proof.path("stretches").path(9).path("end").asText()).isEqualTo("block4_pool");
    assertThat(proof.path("stretches").path(9).path("difference").asDouble()).isLessThan(1e-5);
  }

  @Test
  void aCutIsVerifiedAsFarAsItGoes() {
    CommandRun run = verify(GOLDEN, "--cut", "block2_pool").succeeded();
    assertThat(run.json().path("verification").path("stretches")).hasSize(4);
  }

  @Test
  void arraysThatNoLayerGivesAreSaid() throws IOException {
    Map<String, NpyArray> golden = NpzFile.read(GOLDEN);
    NpyArray pool = golden.remove("block2_pool");
    golden.put("Block2_Pool", pool);
    golden.put("other", pool);
    CommandRun run = verify(write(golden)).succeeded();
    assertThat(run.err())
        .contains(
            "2 of the arrays in "
                + home.resolve("golden.npz")
                + " are of no layer that was kept,"
                + " and were not compared: Block2_Pool, other");
    assertThat(run.json().path("verification").path("unmatched")).hasSize(2);
    assertThat(verify(GOLDEN).err()).doesNotContain("of no layer");
  }

  @Test
  void oneBlockThatDiffersKeepsTheBaseOffTheShelf() throws IOException {
    Map<String, NpyArray> golden = NpzFile.read(GOLDEN);
    float[] values = golden.get("block2_pool").values();
    values[3] += 1;
    CommandRun run = verify(write(golden));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("blocks do not compute what golden.npz says, the first up to layer block2_pool");
    assertThat(home.resolve("bases")).doesNotExist();
  }

  @Test
  void whatIsNoGoldenOfTheNetworkIsTheUsersMistake() throws IOException {
    Map<String, NpyArray> golden = NpzFile.read(GOLDEN);
    refused(home.resolve("none.npz"), "no such golden: " + home.resolve("none.npz"));
    refused(write(Map.of("input", golden.get("input"))), "no activation of a layer");
    refused(write(Map.of("block1_pool", golden.get("block1_pool"))), "an array 'input' of shape");
    NpyArray pool = golden.get("block2_pool");
    refused(
        write(Map.of("input", golden.get("input"), "block1_pool", pool)),
        "where this network computes");
    assertThat(home.resolve("bases")).doesNotExist();
  }

  private void refused(Path golden, String message) {
    CommandRun run = verify(golden);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  private Path write(Map<String, NpyArray> arrays) throws IOException {
    Path file = home.resolve("golden.npz");
    Files.deleteIfExists(file);
    NpzFile.write(file, arrays);
    return file;
  }

  private CommandRun verify(Path golden, Object... more) {
    Object[] line = new Object[6 + more.length];
    Object[] first = {"import", "--keras", DemoData.VGG, "--verify", golden, "--json"};
    System.arraycopy(first, 0, line, 0, first.length);
    System.arraycopy(more, 0, line, first.length, more.length);
    return CommandRun.of(home, line);
  }
}
