package org.graft.download;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.graft.provenance.Digests;

/**
 * The digest that the publisher of a file gives, the strongest if there are several.
 *
 * @param algorithm {@code SHA-256} or {@code MD5}, or {@code null} if none is published
 * @param expected lower-case hexadecimal digits, or {@code null} likewise
 */
record Checksum(String algorithm, String expected) {
  static Checksum of(OfficialFile file) {
    if (file.sha256() != null) {
      return new Checksum("SHA-256", file.sha256().toLowerCase(Locale.ROOT));
    }
    if (file.md5() != null) {
      return new Checksum("MD5", file.md5().toLowerCase(Locale.ROOT));
    }
    return new Checksum(null, null);
  }

  /** What is wrong with a file: {@code expected ..., found ...}; {@code null} if nothing is. */
  String mismatch(Path file) throws IOException {
    if (algorithm == null) {
      return null;
    }
    String found = Digests.of(file, algorithm);
    return found.equals(expected)
        ? null
        : String.format("%s expected %s, found %s", algorithm, expected, found);
  }

  /** What a file that passed was checked against. */
  String verification() {
    return algorithm == null
        ? "no checksum is published for it, so it is not verified"
        : algorithm + " " + expected + " as published";
  }
}
