package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.graft.failure.GraftException;
import org.graft.failure.MalformedFileException;
import org.graft.plan.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One network as real Keras saved it in different formats. */
class KerasFormatsTest {
  private static final Path HDF5 = Path.of("data/networks/demo_inception.h5");
  private static final Path KERAS = Path.of("data/networks/demo_inception.keras");

  @TempDir Path folder;

  @Test
  void hdf5AndKeras3GiveTheSameBaseToTheBit() throws IOException {
    Base hdf5 = read(HDF5);
    for (Path other : new Path[] {KERAS, weightsOf(KERAS)}) {
      Base keras3 = read(other);
      assertThat(keras3.model().weights()).isEqualTo(hdf5.model().weights());
      assertThat(keras3.facts().architecture()).isEqualTo("demo_inception");
      assertThat(keras3.facts().featureLayer()).isEqualTo(hdf5.facts().featureLayer());
      assertThat(keras3.facts().receipt().assignment())
          .isEqualTo("by class and count, as Keras 3 does");
      assertThat(keras3.facts().receipt().readers()).contains("equal plans");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 100, 1000, 5000, 100_000, 1_000_000, 1_900_000})
  void truncatedKerasFilesAreRefusedInOneLine(int length) throws IOException {
    Path cut = folder.resolve("cut.keras");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(KERAS), length));
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(cut + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "metadata.json", "model.weights.h5"})
  void zipsWithoutAnEntryOfKerasAreRefused(String missing) throws IOException {
    Path file = folder.resolve("part.keras");
    try (ZipFile zip = new ZipFile(KERAS.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.getName().equals(missing)).toList()) {
        copy(zip, entry, out, entry.getName());
      }
    }
    assertThatThrownBy(() -> read(file)).hasMessageContaining("it has no " + missing);
  }

  @Test
  void namesThatLeadOutOfTheZipAreNeverUsed() throws IOException {
    Path file = folder.resolve("escape.keras");
    try (ZipFile zip = new ZipFile(KERAS.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (ZipEntry entry : zip.stream().toList()) {
        copy(zip, entry, out, entry.getName());
        copy(zip, entry, out, "../" + entry.getName());
      }
    }
    assertThat(read(file).facts().parameters()).isEqualTo(372_616);
    assertThat(folder.getParent().resolve("config.json")).doesNotExist();
  }

  @Test
  void flippedBytesChangeNothingOrAreRefused() throws IOException {
    Model intact = read(KERAS).model();
    byte[] whole = Files.readAllBytes(KERAS);
    for (int i = 0; i < 60; i++) {
      byte[] flipped = whole.clone();
      flipped[(int) (i * 7_919L * 31 % flipped.length)] ^= (byte) (1 << i % 8);
      Path file = Files.write(folder.resolve("flipped.keras"), flipped);
      try {
        assertThat(read(file).model()).as("bit %d", i).isEqualTo(intact);
      } catch (GraftException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  private Path weightsOf(Path keras) throws IOException {
    Path weights = folder.resolve("demo.weights.h5");
    try (ZipFile zip = new ZipFile(keras.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("model.weights.h5"))) {
      Files.copy(in, weights);
    }
    return weights;
  }

  private static void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out, String name)
      throws IOException {
    out.putNextEntry(new ZipEntry(name));
    try (InputStream in = zip.getInputStream(entry)) {
      in.transferTo(out);
    }
  }

  private static Base read(Path file) {
    return new Importer(Catalogue.load(), Clock.systemUTC()).read(Importer.ImportRequest.of(file));
  }
}
