package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.compress.utils.BoundedInputStream;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.source.ZipKind;
import org.graft.storage.Json;
import org.graft.storage.Scratch;

/**
 * Reads {@code .keras} files of Keras 3: a zip with {@code config.json}, {@code metadata.json} and
 * {@code model.weights.h5}. Only these three entries are looked at, whatever else the zip names,
 * and each must have the length and the CRC-32 that the zip claims; the weights go through a
 * temporary file that is deleted on closing.
 */
final class KerasZip implements KerasSource {
  static final byte[] SIGNATURE = {'P', 'K', 3, 4};

  private static final String WEIGHTS = "model.weights.h5";
  private static final long MOST_TEXT = 16L << 20;

  /** Keras does not pack what it puts in; trained weights would not get much smaller. */
  private static final long MOST_RATIO = 32;

  private static final long ALWAYS_ALLOWED = 64L << 20;

  private final Path path;
  private final Scratch temporary;
  private final KerasHdf5 weights;
  private final String configuration;
  private final Optional<String> version;

  private KerasZip(Path path, Scratch temporary, String configuration, String metadata) {
    this.path = path;
    this.temporary = temporary;
    this.configuration = configuration;
    JsonNode stated = Json.parse(metadata, path).path("keras_version");
    this.version = stated.isTextual() ? Optional.of(stated.asText()) : Optional.empty();
    this.weights = KerasHdf5.open(temporary.folder().resolve(WEIGHTS), path);
  }

  static KerasZip open(Path path) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return open(path, zip);
    } catch (ZipException | EOFException e) {
      throw new MalformedFileException(path, "a damaged or truncated zip: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(path, "names that are no text: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new WorkFailedException("cannot unpack " + path + ": " + e.getMessage(), e);
    }
  }

  private static KerasZip open(Path path, ZipFile zip) throws IOException {
    String configuration = text(path, zip, "config.json");
    String metadata = text(path, zip, "metadata.json");
    Scratch temporary = Scratch.temporary();
    try {
      extract(path, zip, temporary.folder().resolve(WEIGHTS));
      return new KerasZip(path, temporary, configuration, metadata);
    } catch (IOException | RuntimeException e) {
      temporary.close();
      throw e;
    }
  }

  @Override
  public KerasFile read() {
    ConfigReader.requireModel(Json.parse(configuration, path));
    KerasFile stored = weights.read();
    return new KerasFile(Optional.of(configuration), version, stored.assignBy(), stored.layers());
  }

  @Override
  public void close() {
    weights.close();
    temporary.close();
  }

  private static String text(Path path, ZipFile zip, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy(path, zip, entry(path, zip, name, MOST_TEXT), bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void extract(Path path, ZipFile zip, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      copy(path, zip, entry(path, zip, WEIGHTS, mostWeights(path, target)), out);
    }
  }

  /** Copies no more than the entry claims, and so no more than was allowed. */
  private static void copy(Path path, ZipFile zip, ZipEntry entry, OutputStream out)
      throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      long copied = new BoundedInputStream(in, entry.getSize() + 1).transferTo(out);
      if (copied != entry.getSize() || checksum.getValue() != entry.getCrc()) {
        throw new MalformedFileException(
            path, entry.getName() + " has not the bytes that the zip claims (length or CRC-32)");
      }
    }
  }

  private static long mostWeights(Path path, Path target) throws IOException {
    long room = Files.getFileStore(target).getUsableSpace();
    return Math.min(room, Math.max(ALWAYS_ALLOWED, MOST_RATIO * Files.size(path)));
  }

  private static ZipEntry entry(Path path, ZipFile zip, String name, long most) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new MalformedFileException(
          path,
          "a zip, but not one that Keras wrote: it has no %s%s"
              .formatted(
                  name,
                  ZipKind.of(zip).map(k -> "; it is " + k.what() + ": " + k.advice()).orElse("")));
    }
    if (zip.stream().filter(other -> other.getName().equals(name)).count() > 1) {
      throw new MalformedFileException(path, "holds several entries called " + name);
    }
    requireAtMost(path, name, entry.getSize(), most);
    return entry;
  }

  private static void requireAtMost(Path path, String name, long bytes, long most) {
    if (bytes < 0 || bytes > most) {
      throw new MalformedFileException(
          path, name + " claims " + bytes + " bytes, at most " + most + " can be");
    }
  }
}
