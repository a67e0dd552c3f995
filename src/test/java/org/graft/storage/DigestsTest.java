package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held against FIPS 180-2's example and RFC 1321's. */
class DigestsTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void textBytesFilesAndPiecesHaveOneDigest() throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    MessageDigest pieces = Digests.begin();
    pieces.update((byte) 'a');
    pieces.update(new byte[] {'b', 'c'});
    assertThat(Digests.ofText("abc")).isEqualTo(ABC);
    assertThat(Digests.sha256((byte) 'a', (byte) 'b', (byte) 'c')).isEqualTo(ABC);
    assertThat(Digests.sha256(file)).isEqualTo(ABC);
    assertThat(Digests.end(pieces)).isEqualTo(ABC);
  }

  @Test
  void knowsWhatPublishersGive() throws Exception {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(Digests.of(file, "MD5")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
  }
}
