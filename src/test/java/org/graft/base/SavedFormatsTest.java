package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.graft.fixture.RealPython;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks with models nested in them, frozen in part, with data augmentation, with every kind of
 * array, as real Keras saved each in all its formats: the same weights to the bit, and what Keras
 * computes with them.
 */
class SavedFormatsTest {
  private static final Path FOLDER = Path.of("src/test/resources/fixtures/formats");

  @ParameterizedTest
  @ValueSource(strings = {"kinds", "plain", "guide", "partly_frozen", "stack", "transformer"})
  void everyFormatGivesTheSameNetworkToTheBit(String name) {
    Model whole = sameInEveryFormat(FOLDER, name);
    Map<String, NpyArray> keras = NpzFile.read(FOLDER.resolve(name + ".npz"));
    NpyArray image = keras.get("image");
    SameDiffNetwork network = Emitter.inference(whole);
    Tensor output =
        SameDiffNetwork.fromNative(
            network.run(SameDiffNetwork.toNative(new Tensor(image.values(), image.shape()))));
    assertThat(output.values()).containsExactly(keras.get("output").values(), offset(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "lzf",
        "chunked",
        "float16",
        "float64",
        "big_endian",
        "latest",
        "latest_gzip"
      })
  void howAnArrayIsStoredMakesNoDifference(String way) {
    String description = FOLDER.resolve("plain.json").toString();
    assertThat(read(FOLDER.resolve("plain." + way + ".h5"), description))
        .isEqualTo(read(FOLDER.resolve("plain.h5"), null));
  }

  /** The same of networks that are made only now, known architectures among them. */
  @Test
  @Tag("oracle")
  void everyFormatOfKnownArchitecturesToo(@TempDir Path folder) {
    RealPython.run("fixtures/nested_models.py", folder);
    for (String name :
        List.of(
            "guide",
            "partly_frozen",
            "on_a_known_base",
            "transformer_of_12",
            "mobilenet",
            "mobilenet_v2",
            "densenet121",
            "resnet50_v2")) {
      assertThat(sameInEveryFormat(folder, name).weights().count()).as(name).isPositive();
    }
  }

  private static Model sameInEveryFormat(Path folder, String name) {
    Path file = folder.resolve(name + ".h5");
    String description = folder.resolve(name + ".json").toString();
    Model whole = read(file, null);
    for (String suffix : List.of(".weights.h5", ".keras2.h5", ".h5")) {
      assertThat(read(folder.resolve(name + suffix), description))
          .as(name + suffix)
          .isEqualTo(whole);
    }
    assertThat(read(folder.resolve(name + ".keras"), null)).as(name).isEqualTo(whole);
    return whole;
  }

  private static Model read(Path file, String architecture) {
    return new Importer(Catalogue.load(), Clock.systemUTC())
        .read(Importer.ImportRequest.of(file).with(BaseOptions.NONE.as(architecture)))
        .model();
  }
}
