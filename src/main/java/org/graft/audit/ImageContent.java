package org.graft.audit;

import org.graft.image.Exif;
import org.graft.image.ImageTraits;
import org.graft.image.Pixels;

/**
 * What an audit keeps of a decoded image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param grey whether red, green and blue are equal everywhere
 * @param box the part that the picture's edges take up
 */
record ImageContent(
    int width,
    int height,
    boolean grey,
    ContentBox box,
    Fingerprint fingerprint,
    ImageTraits traits) {

  static ImageContent of(byte[] file, Pixels pixels, Exif exif) {
    return new ImageContent(
        pixels.width(),
        pixels.height(),
        isGrey(pixels.rgb()),
        ContentBox.of(pixels),
        Fingerprint.of(file, pixels),
        ImageTraits.of(file, exif));
  }

  private static boolean isGrey(byte[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
        return false;
      }
    }
    return true;
  }
}
