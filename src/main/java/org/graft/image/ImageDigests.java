package org.graft.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.provenance.Digests;

/** What tells image files apart: the SHA-256 of all their bytes. */
public final class ImageDigests {
  private ImageDigests() {}

  /** The digest of each image, in order; {@code null} for a file that cannot be read. */
  public static List<String> of(List<LabelledImage> images) {
    String[] digests = new String[images.size()];
    IntStream.range(0, digests.length).parallel().forEach(i -> digests[i] = digest(images.get(i)));
    List<String> list = new ArrayList<>(digests.length);
    Collections.addAll(list, digests);
    return list;
  }

  private static String digest(LabelledImage image) {
    try {
      return Digests.of(image.file(), "SHA-256");
    } catch (IOException e) {
      return null;
    }
  }
}
