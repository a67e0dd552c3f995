package org.graft.image;

import java.nio.file.Path;
import org.graft.storage.Digests;

/**
 * An arbitrary place for each image that hangs on the seed, its class and its file's name alone:
 * not on the other images, the order of listing, or where the folder lies.
 */
public final class Rank {
  private static final int SHARE_DIGITS = 13;

  private Rank() {}

  /** 64 hexadecimal digits, as good as random. */
  static String of(long seed, String label, Path image) {
    return Digests.ofText(seed + "/" + label + "/" + image.getFileName());
  }

  /** The rank as a number, at least 0 and less than 1. */
  public static double share(long seed, String label, Path image) {
    String digits = of(seed, label, image).substring(0, SHARE_DIGITS);
    return Long.parseLong(digits, 16) / (double) (1L << (4 * SHARE_DIGITS));
  }
}
