package org.graft.source.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KerasZipTest {
  private static final Path SOUND = Path.of("src/test/resources/fixtures/formats/plain.keras");

  @TempDir Path folder;

  /** One bit is turned in the middle of an entry, which Keras stores as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"config.json", "metadata.json", "model.weights.h5"})
  void aChangedByteOfAnyEntryIsSeen(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(SOUND);
    bytes[middle(name)] ^= 1;
    Path file = Files.write(folder.resolve("changed.keras"), bytes);
    assertThatThrownBy(() -> KerasSource.open(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            file + ": " + name + " has not the bytes that the zip claims (length or CRC-32)");
  }

  @Test
  void theSoundFileIsRead() {
    try (KerasSource source = KerasSource.open(SOUND)) {
      assertThat(source.read().configuration()).isNotEqualTo(Optional.empty());
    }
  }

  /** Behind the entry's own header, whose name stands before its bytes. */
  private static int middle(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(SOUND);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try (ZipFile zip = new ZipFile(SOUND.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      assertThat(List.of(ZipEntry.STORED)).contains(entry.getMethod());
      int header = text.indexOf(name) + name.length();
      return header + (int) entry.getSize() / 2;
    }
  }
}
