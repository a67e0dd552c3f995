package org.graft.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.failure.MalformedFileException;
import org.graft.provenance.Digests;

/**
 * What tells images apart: the SHA-256 of a file's bytes, the variant that is made of it, and how
 * it is turned, where it is.
 */
public final class ImageDigests {
  private ImageDigests() {}

  /** The digest of each image, in order; {@code null} for a file that cannot be read. */
  public static List<String> of(List<LabelledImage> images) {
    return of(images, Variant.ORIGINAL, Exif.IGNORE);
  }

  /** The same for what a reading makes of each. */
  public static List<String> of(List<LabelledImage> images, Reading reading) {
    return of(images, reading.variant(), reading.resize().exif());
  }

  private static List<String> of(List<LabelledImage> images, Variant variant, Exif exif) {
    String[] digests = new String[images.size()];
    IntStream.range(0, digests.length)
        .parallel()
        .forEach(i -> digests[i] = digest(images.get(i).file(), variant, exif));
    List<String> list = new ArrayList<>(digests.length);
    Collections.addAll(list, digests);
    return list;
  }

  /** Images that are not turned have the same digest under either choice. */
  private static String digest(Path file, Variant variant, Exif exif) {
    try {
      String turned = exif == Exif.APPLY ? turned(file) : Digests.of(file, "SHA-256");
      return variant.isOriginal() ? turned : Digests.ofText(turned + "/" + variant.key());
    } catch (IOException | MalformedFileException e) {
      return null;
    }
  }

  private static String turned(Path file) {
    byte[] bytes = ImageDecoder.read(file);
    Orientation orientation = Orientation.of(bytes);
    String digest = Digests.sha256(bytes);
    return orientation == Orientation.UPRIGHT
        ? digest
        : Digests.ofText(digest + "/turned " + orientation);
  }
}
