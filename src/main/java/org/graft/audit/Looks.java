package org.graft.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.graft.failure.MalformedFileException;
import org.graft.image.ContentLook;
import org.graft.image.Exif;
import org.graft.image.FileContent;
import org.graft.image.ImageDecoder;
import org.graft.image.KnownDigests;
import org.graft.image.PathKey;
import org.graft.image.Pixels;

/** What images hold, each of them looked at once for whatever is asked. */
public final class Looks implements ContentLook {
  private final Exif exif;
  private final KnownDigests digests;
  private final ContentTable contents;
  private final Map<FileStamp, Look> known = new ConcurrentHashMap<>();

  /** At images that are turned upright or not. */
  public Looks(Exif exif) {
    this(exif, KnownDigests.NONE, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * The same; what is read for a look need not be read for its digest.
   *
   * @param folder where what was seen is kept of more images than fit into memory
   */
  Looks(Exif exif, KnownDigests digests, Path folder) {
    this.exif = exif;
    this.digests = digests;
    this.contents = new ContentTable(folder);
  }

  /**
   * A file as long as it is not written anew.
   *
   * @param modified in milliseconds; 0 where the file cannot be asked
   */
  private record FileStamp(PathKey file, long size, long modified) {
    static FileStamp of(Path file) {
      try {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(PathKey.of(file), facts.size(), facts.lastModifiedTime().toMillis());
      } catch (IOException e) {
        return new FileStamp(PathKey.of(file), 0, 0);
      }
    }
  }

  /**
   * What a look at a file gave.
   *
   * @param contents where what it holds is kept, and at which place
   * @param problem why it cannot be read, in one line; empty where it can
   */
  record Look(ContentTable contents, int place, String problem) {
    boolean isReadable() {
      return problem.isEmpty();
    }

    /** What the file holds; empty where it cannot be read. */
    Optional<ImageContent> content() {
      return isReadable() ? Optional.of(contents.get(place)) : Optional.empty();
    }
  }

  @Override
  public Alikeness among(List<Path> files) {
    return sets(files).among(files);
  }

  /** What a file holds. */
  Look at(Path file) {
    return known.computeIfAbsent(FileStamp.of(file), stamp -> looked(file));
  }

  /** Which files are alike; those that cannot be read are on their own. */
  PictureSets sets(List<Path> files) {
    List<Look> looks = files.parallelStream().map(this::at).toList();
    int[] rows = IntStream.range(0, looks.size()).filter(i -> looks.get(i).isReadable()).toArray();
    List<Fingerprint> prints =
        new Prints(rows.length, i -> looks.get(rows[i]).content().orElseThrow().fingerprint());
    return PictureSets.of(prints).spread(rows, looks.size());
  }

  private Look looked(Path file) {
    try {
      FileContent read = digests.content(file);
      Pixels pixels = ImageDecoder.decode(read.bytes(), file.toString(), exif);
      digests.decoded().offer(read, exif, pixels);
      return new Look(contents, contents.add(ImageContent.of(read.bytes(), pixels, exif)), "");
    } catch (MalformedFileException e) {
      return new Look(contents, -1, e.getMessage());
    }
  }
}
