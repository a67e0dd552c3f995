package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.UnsupportedModelException;
import org.graft.fixture.Formula;
import org.graft.fixture.OfficialLayout;
import org.graft.fixture.OfficialLayout.Era;
import org.graft.plan.Model;
import org.graft.plan.ModelFolder;
import org.graft.plan.Plan;
import org.graft.source.keras.DirectReader;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a file to the shelf and back, and what keeps a file from it. */
class BaseStoreTest {
  private final Catalogue catalogue = Catalogue.load();

  @TempDir Path folder;

  private Base read(Path file, String architecture, String cut) {
    return new Importer(catalogue, Clock.systemUTC())
        .read(Importer.ImportRequest.of(file).with(BaseOptions.NONE.as(architecture).upTo(cut)));
  }

  /** A file in the official layout that ends at {@code layer}. */
  private Path file(String architecture, String layer) {
    return write(DirectReader.read(catalogue.config(architecture)).upTo(layer), null);
  }

  private Path write(Plan plan, String spoiled) {
    Model model = new Model(plan, Formula.weights(plan));
    if (spoiled != null) {
      model.weights().get(spoiled, "bias").values()[1] = Float.NaN;
    }
    Path file = folder.resolve("file.h5");
    OfficialLayout.write(file, model, Era.KERAS_2);
    return file;
  }

  @Test
  void aBaseComesBackFromTheShelfAsItWas() {
    BaseStore shelf = new BaseStore(folder);
    Base base = read(file("vgg16", "block2_pool"), null, "block2_pool");
    shelf.save(base);
    shelf.save(base);
    assertThat(shelf.load("vgg16")).isEqualTo(base);
    assertThat(shelf.content().bases()).containsExactly(base.facts());
    assertThat(base.facts().parameters()).isEqualTo(260_160);
    assertThat(base.facts().featureLayer()).isEqualTo("block2_pool");
    assertThat(base.hasTop()).isFalse();
    assertThatThrownBy(() -> shelf.load("vgg61"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean vgg16?");
  }

  @Test
  void aBaseThatReplacesAnotherLeavesNothingOfIt() throws IOException {
    BaseStore shelf = new BaseStore(folder);
    Base large = read(file("vgg16", "block2_pool"), null, "block2_pool");
    Base small = named(read(file("vgg16", "block1_pool"), null, "block1_pool"), "vgg16");
    Path place = shelf.folder("vgg16");
    shelf.save(large);
    assertThat(names(place)).containsExactly("base.json", "plan.json", "weights.npz");
    Files.writeString(place.resolve("notes.txt"), "the user's own");
    shelf.save(small);
    assertThat(shelf.load("vgg16")).isEqualTo(small);
    shelf.save(large);
    assertThat(shelf.load("vgg16")).isEqualTo(large);
    assertThat(shelf.plan("vgg16")).isEqualTo(large.model().plan());
    assertThat(names(place)).hasSize(3).contains("base.json", "notes.txt");
    assertThat(large.model().weights().count()).isEqualTo(260_160);
  }

  @Test
  void aBaseThatWasReplacedSinceItWasLoadedCanStillBeReadAndSaved() {
    BaseStore shelf = new BaseStore(folder);
    Base large = read(file("vgg16", "block2_pool"), null, "block2_pool");
    shelf.save(large);
    Base loaded = shelf.load("vgg16");
    shelf.save(named(read(file("vgg16", "block1_pool"), null, "block1_pool"), "vgg16"));
    Path copy = folder.resolve("copy");
    AtomicFile.writeFolder(copy, path -> ModelFolder.write(path, loaded.model()));
    assertThat(ModelFolder.read(copy)).isEqualTo(large.model());
  }

  @Test
  void whatAKilledProcessLeftIsTidiedOrTakenBack() throws IOException {
    BaseStore shelf = new BaseStore(folder);
    Base base = read(file("vgg16", "block1_pool"), null, "block1_pool");
    shelf.save(base);
    Path place = shelf.folder("vgg16");
    Files.createDirectory(place.resolve("content-00000000-0000-0000-0000-000000000000"));
    Files.createFile(place.resolve("lock"));
    shelf.tidy();
    assertThat(names(place)).containsExactly("base.json", "plan.json", "weights.npz");
    Files.move(place, place.resolveSibling(".vgg16.00000000-0000-0000-0000-000000000000.old"));
    shelf.tidy();
    assertThat(shelf.load("vgg16")).isEqualTo(base);
    assertThat(names(place.getParent())).containsExactly("vgg16");
  }

  @Test
  void aDamagedRecordHidesNoOtherBaseAndIsMendedByAnImport() throws IOException {
    BaseStore shelf = new BaseStore(folder);
    Base base = read(file("vgg16", "block1_pool"), null, "block1_pool");
    shelf.save(base);
    shelf.save(named(base, "other"));
    Path record = shelf.folder("other").resolve("base.json");
    Files.writeString(record, "{\"format\": 2");
    assertThat(shelf.content().bases()).containsExactly(base.facts());
    assertThat(shelf.content().damaged())
        .singleElement()
        .asString()
        .startsWith(record + ": not as expected")
        .endsWith("; import the base again, or delete " + shelf.folder("other"));
    shelf.save(named(base, "other"));
    assertThat(shelf.content().bases()).hasSize(2);
  }

  @Test
  void theFolderThatARecordNamesIsNeverElsewhere() throws IOException {
    BaseStore shelf = new BaseStore(folder);
    shelf.save(read(file("vgg16", "block1_pool"), null, "block1_pool"));
    Path record = shelf.folder("vgg16").resolve("base.json");
    String text = Files.readString(record);
    Files.writeString(record, text.replaceFirst("\\{", "{\"content\": \"../elsewhere\","));
    assertThatThrownBy(() -> shelf.load("vgg16"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("'../elsewhere' is no plain name");
  }

  private static Base named(Base base, String name) {
    BaseRecord facts = base.facts();
    ObjectNode record = Json.tree(facts);
    record.put("name", name);
    return new Base(Json.record(record, BaseRecord.class, Path.of("test")), base.model());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "a/b", "", ".hidden", "a b"})
  void namesAreNoPaths(String name) {
    assertThatThrownBy(() -> new BaseStore(folder).folder(name)).isInstanceOf(InputException.class);
  }

  @Test
  void aPartOfAnArchitectureNamesTheCutThatFits() {
    Path stem = file("inception_v3", "mixed0");
    assertThatThrownBy(() -> read(stem, null, null))
        .hasMessageContaining(
            "holds inception_v3 only up to mixed0; import it with Importing.upTo(mixed0)");
    assertThat(read(stem, null, "mixed0").facts().parameters()).isEqualTo(429_440);
    assertThatThrownBy(() -> read(stem, "inception_v3", "mixed1"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("not filled: ");
  }

  @Test
  void aCutNeedsOnlyWhatStandsBeforeIt() {
    Path whole = file("vgg16", "block3_pool");
    Base base = read(whole, null, "block1_pool");
    assertThat(base.facts().parameters()).isEqualTo(38_720);
    assertThat(base.model().plan().output().name()).isEqualTo("block1_pool");
  }

  @Test
  void weightsThatAreNoNumbersAreRefusedByName() {
    Plan plan = DirectReader.read(catalogue.config("vgg16")).upTo("block1_pool");
    assertThatThrownBy(() -> read(write(plan, "block1_conv2"), null, "block1_pool"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("block1_conv2/bias holds NaN or infinite values");
  }

  @Test
  void aTooSmallImageNamesTheLayerAndItsBlock() {
    Base base = read(Path.of("data/networks/demo_inception.h5"), null, null);
    assertThatThrownBy(() -> base.requireSize(20))
        .hasMessageMatching(
            "demo_inception takes images of at least 27 px, not 20:"
                + " the map of layer \\w+ in (stem|mixed\\d) would be empty");
    base.requireSize(27);
  }

  @Test
  void aModelOfItsOwnIsRecognisedByItsStructure() {
    Base base = read(Path.of("data/networks/demo_vgg.h5"), null, null);
    assertThat(base.facts().architecture()).isEqualTo("demo_vgg");
    assertThat(base.facts().receipt().readers()).contains("equal plans");
    assertThat(base.facts().labels()).isEmpty();
  }
}
