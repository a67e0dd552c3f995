package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
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
  @ValueSource(strings = {"kinds", "plain", "guide", "partly_frozen", "stack"})
  void everyFormatGivesTheSameNetworkToTheBit(String name) {
    Model whole = read(name, ".h5", null);
    assertThat(read(name, ".keras", null)).isEqualTo(whole);
    String description = file(name, ".json").toString();
    assertThat(read(name, ".weights.h5", description)).isEqualTo(whole);
    assertThat(read(name, ".keras2.h5", description)).isEqualTo(whole);
    assertThat(read(name, ".h5", description)).isEqualTo(whole);

    Map<String, NpyArray> keras = NpzFile.read(file(name, ".npz"));
    NpyArray image = keras.get("image");
    Network network = Emitter.inference(whole);
    Tensor output =
        Network.fromNative(
            network.run(Network.toNative(new Tensor(image.values(), image.shape()))));
    assertThat(output.values()).containsExactly(keras.get("output").values(), within(1e-6f));
  }

  private static org.assertj.core.data.Offset<Float> within(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private static Path file(String name, String suffix) {
    return FOLDER.resolve(name + suffix);
  }

  private static Model read(String name, String suffix, String architecture) {
    return new Importer(Catalogue.load(), Clock.systemUTC())
        .read(Importer.Request.of(file(name, suffix)).as(architecture))
        .model();
  }
}
