package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.graft.api.Bases;
import org.graft.api.Downloading;
import org.graft.api.Graft;
import org.graft.api.ImportListener;
import org.graft.api.Importing;
import org.graft.api.Shelved;
import org.graft.base.Base;
import org.graft.base.BaseRecord;
import org.graft.base.SecondOpinion;
import org.graft.base.Verification;
import org.graft.download.OfficialFile;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Preprocessing;
import org.graft.source.keras.ReadBy;
import org.graft.storage.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What imports and downloads give in a Java program is what the commands give, to the bit. */
class ImportJobTest {
  private static final Path GOLDEN = Path.of("src/test/resources/goldens/demo_vgg_16px.npz");
  private static final Path CASES = Path.of("src/test/resources/fixtures/tensorflow_cases");
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  @TempDir Path home;

  /** Of what an import tells. */
  private static final class Heard implements ImportListener {
    private final List<Verification> proofs = new ArrayList<>();
    private final List<String> replaced = new ArrayList<>();

    @Override
    public void verified(Base base, Verification proof) {
      proofs.add(proof);
    }

    @Override
    public void replacing(BaseRecord old) {
      replaced.add(old.name());
    }
  }

  @Test
  void aFileOfKerasIsTheSameOnTheShelf() throws IOException {
    command(
        "import",
        "--keras",
        DemoData.VGG,
        "--name",
        "mine",
        "--cut",
        "block2_pool",
        "--preprocessing",
        "caffe",
        "--reader",
        "direct",
        "--verify",
        GOLDEN);
    Heard heard = new Heard();
    Shelved made =
        Importing.keras(DemoData.VGG)
            .reader(ReadBy.DIRECT)
            .named("mine")
            .upTo("block2_pool")
            .preprocessing(Preprocessing.CAFFE)
            .verify(GOLDEN)
            .clock(CLOCK)
            .shelve(java(), heard);
    assertThat(heard.proofs)
        .singleElement()
        .satisfies(proof -> assertThat(proof.passes()).isTrue());
    assertThat(heard.replaced).isEmpty();
    assertThat(files(made.folder())).isEqualTo(files(home.resolve("command/bases/mine")));
    assertThat(made.base().base().facts().preprocessing()).contains(Preprocessing.CAFFE);
    assertThat(java().open("mine").featureLayer()).isEqualTo("block2_pool");
    assertThat(java().content().bases()).extracting(BaseRecord::name).containsExactly("mine");
  }

  @Test
  void aGraphOfTensorflowIsTheSameOnTheShelf() throws IOException {
    Path graph = CASES.resolve("switched.pb");
    command(
        "import",
        "--tensorflow",
        graph,
        "--set",
        "keep_prob=1",
        "--set",
        "phase_train=false",
        "--verify",
        "whole");
    Shelved made =
        Importing.tensorflow(graph)
            .set(Map.of("keep_prob", "1", "phase_train", "false"))
            .opinion(SecondOpinion.WHOLE)
            .clock(CLOCK)
            .shelve(java(), ImportListener.SILENT);
    String name = made.base().base().facts().name();
    assertThat(files(made.folder())).isEqualTo(files(home.resolve("command/bases/" + name)));
    assertThatThrownBy(() -> Graft.importTensorflow(graph))
        .isInstanceOfSatisfying(
            UnsupportedModelException.class,
            e -> assertThat(e.hints()).containsExactly(Hint.SET, Hint.OUTPUT))
        .hasMessageContaining("TensorflowImporting.set(keep_prob=VALUE)");
    assertThat(CommandRun.of(home, "import", "--tensorflow", graph).err())
        .contains(
            "say its value with --set keep_prob=VALUE, or end before what reads it with"
                + " --output NODE");
  }

  @Test
  void aBaseOfAnotherFileIsToldBeforeItIsReplaced() {
    Heard heard = new Heard();
    Importing.keras(DemoData.VGG).named("mine").shelve(java(), heard);
    Importing.keras(DemoData.VGG).named("mine").shelve(java(), heard);
    assertThat(heard.replaced).isEmpty();
    Importing.keras(Path.of("data/networks/demo_inception.h5")).named("mine").shelve(java(), heard);
    assertThat(heard.replaced).containsExactly("mine");
    assertThat(java().facts("mine").architecture()).isNotEqualTo("demo_vgg");
  }

  @Test
  void whatDoesNotAgreeNeverComesOnTheShelf() {
    Importing.keras(DemoData.VGG).named("mine").shelve(java(), ImportListener.SILENT);
    BaseRecord before = java().facts("mine");
    Importing<?> other =
        Importing.keras(Path.of("data/networks/demo_inception.h5")).named("mine").verify(GOLDEN);
    assertThatThrownBy(() -> other.shelve(java(), ImportListener.SILENT))
        .isInstanceOfAny(WorkFailedException.class, InputException.class);
    assertThat(java().facts("mine")).isEqualTo(before);
  }

  @Test
  void downloadsAreThoseOfTheCatalogue() throws IOException {
    assertThat(Downloading.names()).contains("vgg16", "mobilenet");
    assertThat(Downloading.of("vgg16", home).file().url().getHost()).endsWith("googleapis.com");
    assertThatThrownBy(() -> Downloading.of("vgg61", home))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no official file 'vgg61'");
    Path there = Files.writeString(home.resolve("weights.h5"), "weights");
    Downloading asked =
        new Downloading(
            new OfficialFile(
                "w",
                "weights.h5",
                URI.create("http://127.0.0.1/w"),
                null,
                Digests.sha256(there),
                false),
            home);
    assertThat(asked.run((done, of) -> {}).fetched()).isFalse();
    Files.writeString(there, "others");
    assertThatThrownBy(() -> asked.run((done, of) -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not the official file");
  }

  private Bases java() {
    return new Bases(home.resolve("java"));
  }

  private void command(Object... line) {
    CommandRun.of(home.resolve("command"), CLOCK, line).succeeded();
  }

  /** Contents by names, but for the lock. */
  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock"))
          .forEach(file -> files.put(folder.relativize(file).toString(), Digests.sha256(file)));
    }
    assertThat(files).hasSizeGreaterThan(2);
    return files;
  }
}
