package org.graft.image;

/**
 * What a file says of its image beside the pixels that {@link ImageDecoder} gives.
 *
 * @param turned whether its EXIF block says that the image is not upright, and it is read so
 * @param alpha whether a PNG carries transparency
 */
public record ImageTraits(boolean turned, boolean alpha) {
  /** The traits of an image file's content; whatever is garbled is taken as not stated. */
  public static ImageTraits of(byte[] file, Exif exif) {
    boolean turned = exif == Exif.IGNORE && Orientation.of(file) != Orientation.UPRIGHT;
    return new ImageTraits(turned, PngChunks.hasAlpha(file));
  }
}
