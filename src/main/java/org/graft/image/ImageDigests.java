package org.graft.image;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Digests;
import org.jspecify.annotations.Nullable;

/**
 * What tells images apart: the SHA-256 of a file's bytes, the variant that is made of it, and how
 * it is turned, where it is.
 */
public final class ImageDigests {
  private ImageDigests() {}

  /**
   * The digest of each image, in order; {@code null} for a file that cannot be read.
   *
   * @param known those of files that need not be read for it
   */
  public static List<@Nullable String> of(List<LabelledImage> images, KnownDigests known) {
    return of(images, Variant.ORIGINAL, Exif.IGNORE, known);
  }

  /** What tells the image in a file's bytes from others, as features are kept under it. */
  public static String of(byte[] file, Exif exif) {
    return FileDigest.of(file).of(exif);
  }

  /** The same for a file whose SHA-256 is known. */
  public static String of(String sha256, byte[] file, Exif exif) {
    return new FileDigest(sha256, Orientation.of(file)).of(exif);
  }

  /** The same for what a reading makes of each. */
  public static List<@Nullable String> of(
      List<LabelledImage> images, Reading reading, KnownDigests known) {
    return of(images, reading.variant(), reading.resize().exif(), known);
  }

  private static List<@Nullable String> of(
      List<LabelledImage> images, Variant variant, Exif exif, KnownDigests known) {
    DigestList digests = new DigestList(images.size());
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            i ->
                digest(images.get(i), variant, exif, known)
                    .ifPresent(digest -> digests.put(i, digest)));
    known.keepMuch();
    return digests;
  }

  private static Optional<String> digest(
      LabelledImage image, Variant variant, Exif exif, KnownDigests known) {
    try {
      String seen = known.of(image.file()).of(exif);
      return Optional.of(variant.isOriginal() ? seen : Digests.ofText(seen + "/" + variant.key()));
    } catch (IOException | MalformedFileException e) {
      return Optional.empty();
    }
  }
}
