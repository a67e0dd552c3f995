package org.graft.serve;

/**
 * An image as it came in.
 *
 * @param name what the client calls it
 * @param bytes a JPEG, PNG, GIF, BMP, TIFF or WebP file, not yet looked at
 */
record Upload(String name, byte[] bytes) {
  Upload {
    name = name.replaceAll("\\p{Cntrl}", "?");
  }
}
