package org.graft.source.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.graft.failure.GraftException;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of hostile or unlucky making: a result or one line, never anything else. */
class KerasHdf5Test {
  @TempDir Path folder;

  private final Path file = Path.of("src/test/resources/fixtures/tiny.h5");

  private static int readAll(Path path) {
    try (KerasSource source = KerasSource.open(path)) {
      return source.read().layers().stream()
          .flatMap(layer -> layer.arrays().stream())
          .mapToInt(array -> array.values().get().length)
          .sum();
    }
  }

  @Test
  void readsWhatIsThere() {
    assertThat(readAll(file)).isEqualTo((27 * 2 + 2) + 4 * 2 + (8 * 2 + 2));
  }

  @Test
  void readsGroupsWhoseTreeEndsTheFile() {
    Path ending = Path.of("src/test/resources/fixtures/tree_at_end.h5");
    try (Hdf5 file = Hdf5.open(ending, ending)) {
      assertThat(file.children(file.group(file.root(), "layers"))).hasSize(133);
    }
  }

  @Test
  void truncatedAnywhereItIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < 60; i++) {
      Path cut = folder.resolve("cut.h5");
      Files.write(cut, Arrays.copyOf(whole, whole.length * i / 60));
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> assertThatThrownBy(() -> readAll(cut)).isInstanceOf(MalformedFileException.class));
    }
  }

  @Test
  void flippedAnywhereItEndsInAResultOrARefusal() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < 600; i++) {
      byte[] flipped = whole.clone();
      flipped[(int) (i * 2_654_435_761L % whole.length)] ^= (byte) (1 << i % 8);
      Path path = Files.write(folder.resolve("flipped.h5"), flipped);
      assertTimeoutPreemptively(Duration.ofSeconds(5), () -> endsWell(path));
    }
  }

  private static void endsWell(Path path) {
    try {
      readAll(path);
    } catch (GraftException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Test
  void anHdf5FileOfSomebodyElseIsNamedAsSuch() {
    Path other = folder.resolve("other.h5");
    try (WritableHdfFile hdf = HdfFile.write(other)) {
      hdf.putDataset("measurements", new float[] {1, 2});
    }
    assertThatThrownBy(() -> readAll(other))
        .hasMessageContaining("an HDF5 file, but not one that Keras wrote");
  }

  @Test
  void anArrayThatIsListedAndMissingIsNamed() {
    Path missing = folder.resolve("missing.h5");
    try (WritableHdfFile hdf = HdfFile.write(missing)) {
      hdf.putAttribute("layer_names", new String[] {"a"});
      hdf.putGroup("a").putAttribute("weight_names", new String[] {"a/kernel:0"});
    }
    assertThatThrownBy(() -> readAll(missing)).hasMessageContaining("a/kernel:0 is missing");
  }
}
