package org.graft.spark.job;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.graft.image.ManifestRows;
import org.graft.storage.Digests;

/** Images that are computed and written as a whole, in the order of their archive. */
record Part(List<PackedImage> images) {
  private static final int DIGITS = 32;

  /** A name that hangs on the content of the images and what they are worked with. */
  String nameByContent(String key) {
    return name(key, row -> row.sha256());
  }

  /** A name that hangs on the lines of the manifest and what images are worked with. */
  String nameByLines(String key) {
    return name(key, row -> String.join("\t", row.sha256(), row.path(), row.answer(), row.split()));
  }

  private String name(String key, Function<ManifestRows.ManifestRow, String> line) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add(key);
    images.forEach(image -> lines.add(line.apply(image.row())));
    return "part-" + Digests.ofText(lines.toString()).substring(0, DIGITS);
  }
}
