package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenNpzTest {
  private static final int MEBI = 1 << 20;
  private static final int DIRECTORY_ENTRY = 0x02014b50;
  private static final int END_SIZE = 22;

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("arrays.npz");
  }

  @Test
  void arraysAreFoundByTheirNamesInTheFilesOrder() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("z", new NpyArray(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    arrays.put("a", new NpyArray(new float[] {7}, 1));
    NpzFile.write(file, arrays);
    OpenNpz npz = OpenNpz.open(file);
    assertThat(npz.names()).containsExactly("z", "a");
    assertThat(npz.count()).isEqualTo(2);
    NpzArray array = npz.array("z").orElseThrow();
    assertThat(array.shape()).containsExactly(3, 2);
    assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, 6);
    npz.close();
  }

  @Test
  void whatIsNotThereIsNoMistake() throws IOException {
    NpzFile.write(file, Map.of("a", new NpyArray(new float[] {7}, 1)));
    OpenNpz npz = OpenNpz.open(file);
    assertThat(npz.has("a")).isTrue();
    assertThat(npz.has("b")).isFalse();
    assertThat(npz.array("b")).isEmpty();
    npz.close();
  }

  @Test
  void anEntryMayLackTheEndingAndComesBehindOneThatHasIt() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, "bare", 1);
      put(zip, "both", 2);
      put(zip, "both.npy", 3);
    }
    OpenNpz npz = OpenNpz.open(file);
    assertThat(npz.names()).containsExactly("bare", "both", "both");
    assertThat(npz.array("bare").orElseThrow().values()).containsExactly(1);
    assertThat(npz.array("both").orElseThrow().values()).containsExactly(3);
    npz.close();
  }

  @Test
  void aSmallFileMayClaim64MebibytesAndNoByteMore() throws IOException {
    writeBytes(8);
    claim(64 * MEBI);
    OpenNpz.open(file).close();
    claim(64 * MEBI + 1);
    long length = Files.size(file);
    assertThatThrownBy(() -> OpenNpz.open(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            file
                + ": claims 67108865 bytes unpacked, at most 67108864 can be in a file of "
                + length);
  }

  @Test
  void aLargeFileMayClaim32TimesItsLength() throws IOException {
    writeBytes(3 * MEBI);
    claim(96 * MEBI);
    OpenNpz.open(file).close();
    claim(97 * MEBI);
    assertThatThrownBy(() -> OpenNpz.open(file)).isInstanceOf(MalformedFileException.class);
  }

  @Test
  void whatIsNoZipIsTheFilesMistake() throws IOException {
    Files.writeString(file, "no zip at all", StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> OpenNpz.open(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file + ": cannot be read: ");
  }

  private static void put(ZipOutputStream zip, String name, float value) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    new NpyArray(new float[] {value}, 1).write(zip);
  }

  /** One entry of bytes that zip cannot make smaller. */
  private void writeBytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(bytes);
    }
  }

  /** Writes another length into the directory, where its only entry has it (APPNOTE 4.3.12). */
  private void claim(int length) throws IOException {
    ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int entry = zip.getInt(zip.limit() - END_SIZE + 16);
    assertThat(zip.getInt(entry)).isEqualTo(DIRECTORY_ENTRY);
    zip.putInt(entry + 24, length);
    Files.write(file, zip.array());
  }
}
