package org.graft.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that something was made from: its name without folders, length in bytes, SHA-256. */
public record Origin(String file, long bytes, String sha256) {
  public static Origin of(Path file) {
    try {
      return new Origin(file.getFileName().toString(), Files.size(file), Digests.sha256(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
