package org.graft.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.provenance.Digests;

/** What tells images apart: the SHA-256 of a file's bytes, and the variant that is made of it. */
public final class ImageDigests {
  private ImageDigests() {}

  /** The digest of each image, in order; {@code null} for a file that cannot be read. */
  public static List<String> of(List<LabelledImage> images) {
    return of(images, Variant.ORIGINAL);
  }

  /** The same for a variant of each, which is told by its key. */
  public static List<String> of(List<LabelledImage> images, Variant variant) {
    String[] digests = new String[images.size()];
    IntStream.range(0, digests.length)
        .parallel()
        .forEach(i -> digests[i] = digest(images.get(i), variant));
    List<String> list = new ArrayList<>(digests.length);
    Collections.addAll(list, digests);
    return list;
  }

  private static String digest(LabelledImage image, Variant variant) {
    try {
      String file = Digests.of(image.file(), "SHA-256");
      return variant.isOriginal() ? file : Digests.ofText(file + "/" + variant.key());
    } catch (IOException e) {
      return null;
    }
  }
}
