package org.graft.serve;

import org.graft.storage.OrNull;

/**
 * An image as it came in.
 *
 * @param name what the client calls it
 * @param bytes a JPEG, PNG, GIF, BMP, TIFF or WebP file, not yet looked at; none of one that did
 *     not come through
 * @param problem why it did not; {@code null} of one that did
 */
record Upload(String name, byte[] bytes, @OrNull String problem) {
  Upload {
    name = name.replaceAll("\\p{Cntrl}", "?");
  }

  Upload(String name, byte[] bytes) {
    this(name, bytes, null);
  }

  /** One that did not come through, which is told of it alone. */
  static Upload lost(String name, String problem) {
    return new Upload(name, new byte[0], name + ": " + problem);
  }
}
