package org.graft.image;

import org.graft.storage.Digests;

/**
 * What tells an image file from others.
 *
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param orientation how the image lies in it
 */
record FileDigest(String sha256, Orientation orientation) {
  static FileDigest of(byte... file) {
    return new FileDigest(Digests.sha256(file), Orientation.of(file));
  }

  /**
   * What tells it from others by what is seen of it: images that are not turned have the same
   * digest under either choice.
   */
  String of(Exif exif) {
    return exif == Exif.IGNORE || orientation == Orientation.UPRIGHT
        ? sha256
        : Digests.ofText(sha256 + "/turned " + orientation);
  }
}
