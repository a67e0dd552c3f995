package org.graft.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.storage.Digests;
import org.graft.storage.FileSystemTraits;

/**
 * What something was made from: a file's name without folders, its length in bytes, its SHA-256. Of
 * a folder the length is that of all its files, and the digest that of the list which {@code
 * sha256sum} prints of them.
 */
public record Origin(String file, long bytes, String sha256) {
  public static Origin of(Path file) {
    try {
      return new Origin(file.getFileName().toString(), Files.size(file), Digests.sha256(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder, by these of its files. */
  public static Origin of(Path folder, List<Path> files) {
    StringBuilder list = new StringBuilder();
    long bytes = 0;
    try {
      for (Path file : files) {
        bytes += Files.size(file);
        String name = FileSystemTraits.withSlashes(folder.relativize(file));
        list.append(Digests.sha256(file)).append("  ").append(name).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    return new Origin(name, bytes, Digests.ofText(list.toString()));
  }
}
