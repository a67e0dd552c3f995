package org.graft.download;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.graft.storage.Digests;
import org.jspecify.annotations.Nullable;

/**
 * The digest that the publisher of a file gives, the strongest if there are several.
 *
 * @param algorithm {@code SHA-256} or {@code MD5}, or {@code null} if none is published
 * @param expected lower-case hexadecimal digits, or {@code null} likewise
 */
record PublishedDigest(@Nullable String algorithm, @Nullable String expected) {
  static PublishedDigest of(OfficialFile file) {
    if (file.sha256() != null) {
      return new PublishedDigest(Digests.SHA256, file.sha256().toLowerCase(Locale.ROOT));
    }
    if (file.md5() != null) {
      return new PublishedDigest("MD5", file.md5().toLowerCase(Locale.ROOT));
    }
    return new PublishedDigest(null, null);
  }

  /**
   * What is wrong with a file: {@code expected ..., found ...}; nothing where it is right. Without
   * a published SHA-256 it is held against that of the first download, too.
   *
   * @param target where the file stands, or is to stand
   */
  Optional<String> mismatch(Path file, Path target) throws IOException {
    if (algorithm != null) {
      String found = Digests.of(file, algorithm);
      if (!found.equals(expected)) {
        return Optional.of(String.format("%s expected %s, found %s", algorithm, expected, found));
      }
    }
    return isStrong() ? Optional.empty() : new RecordedDigest(target).mismatch(file);
  }

  /** What a file that passed was checked against. */
  String verification(Path target) throws IOException {
    String published =
        algorithm == null
            ? "no checksum is published for it"
            : algorithm + " " + expected + " as published";
    return isStrong() ? published : published + "; " + new RecordedDigest(target).verification();
  }

  private boolean isStrong() {
    return Digests.SHA256.equals(algorithm);
  }
}
