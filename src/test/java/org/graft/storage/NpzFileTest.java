package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("arrays.npz");
  }

  @Test
  void arraysComeBackInOrderUnderTheirNames() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("z/kernel", new NpyArray(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    arrays.put("a.npy/bias", new NpyArray(new float[] {7}, 1));
    arrays.put("scalar", new NpyArray(new float[] {8}));
    arrays.put("empty", new NpyArray(new float[0], 0, 4));
    NpzFile.write(file, arrays);

    Map<String, NpyArray> read = NpzFile.read(file);

    assertThat(read.keySet()).containsExactlyElementsOf(arrays.keySet());
    arrays.forEach(
        (name, array) -> {
          assertThat(read.get(name).shape()).containsExactly(array.shape());
          assertThat(read.get(name).values()).containsExactly(array.values());
        });
  }

  @Test
  void sameArraysGiveTheSameBytes() throws IOException {
    byte[] first = simple();
    assertThat(simple()).isEqualTo(first);
  }

  @Test
  void everyFlippedByteEndsInTheSameArraysOrARefusal() throws IOException {
    byte[] whole = simple();
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      Files.write(file, flipped);
      checkSameOrRefused("byte " + at);
    }
  }

  @Test
  void aFlippedBitInTheValuesIsSeen() throws IOException {
    byte[] whole = simple();
    int at = find(whole, 0xcd, 0xcc, 0xcc, 0x3d);
    whole[at] ^= 1;
    Files.write(file, whole);
    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file + ": array a/kernel: ");
  }

  @Test
  void truncatedFilesAreRefusedWhereverTheyEnd() throws IOException {
    byte[] whole = simple();
    for (int length = 0; length < whole.length; length += 3) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> NpzFile.read(file))
          .as("%d bytes", length)
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }

  @Test
  void entriesThatAreNoArraysAreRefusedByName() throws IOException {
    writeEntry("notes.txt", "no array at all".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(file + ": array notes.txt: not a .npy array of version 1.0");
  }

  @Test
  void anArrayLargerThanItsEntryIsRefusedWhateverTheDirectoryClaims() throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,), }";
    byte[] bytes = (".NUMPY..." + " ").getBytes(StandardCharsets.US_ASCII);
    bytes[0] = (byte) 0x93;
    bytes[6] = 1;
    bytes[7] = 0;
    bytes[8] = (byte) header.length();
    bytes[9] = 0;
    byte[] entry = Arrays.copyOf(bytes, bytes.length + header.length() + 8);
    byte[] words = header.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(words, 0, entry, bytes.length, words.length);
    writeEntry("huge.npy", entry);
    claimSize(Files.readAllBytes(file), 4_000_000_200L);
    assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(MalformedFileException.class);
  }

  private void claimSize(byte[] zip, long size) throws IOException {
    int directory = find(zip, 'P', 'K', 1, 2);
    for (int i = 0; i < 4; i++) {
      zip[directory + 24 + i] = (byte) (size >> (8 * i));
    }
    Files.write(file, zip);
  }

  private void checkSameOrRefused(String what) {
    Map<String, NpyArray> read;
    try {
      read = NpzFile.read(file);
    } catch (MalformedFileException expected) {
      return;
    }
    assertThat(read.values().stream().map(NpyArray::values))
        .as(what)
        .containsExactly(new float[] {0.1f, 2, 3}, new float[] {4});
  }

  /** Writes two arrays and gives the file's bytes. */
  private byte[] simple() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("a/kernel", new NpyArray(new float[] {0.1f, 2, 3}, 3));
    arrays.put("a/bias", new NpyArray(new float[] {4}, 1));
    NpzFile.write(file, arrays);
    return Files.readAllBytes(file);
  }

  private void writeEntry(String name, byte[] content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
  }

  private static int find(byte[] in, int... wanted) {
    for (int at = 0; ; at++) {
      int i = 0;
      while (i < wanted.length && in[at + i] == (byte) wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return at;
      }
    }
  }
}
