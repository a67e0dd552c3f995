package org.graft.feature.cache;

import org.graft.storage.Digests;
import org.graft.storage.Json;

/**
 * What features depend on besides the image: they are kept together under its digest, and the
 * record itself lies beside them as {@code key.json}.
 *
 * @param format version of how features are computed and kept
 * @param base name of the base, for whoever reads the list; not part of the digest
 * @param network digest of the frozen network: its layers, the preprocessing and the image's size
 *     among them, and its weights
 * @param layer the layer whose output the features are
 * @param height rows of the image as the network takes it, in pixels
 * @param width columns of it
 * @param interpolation how images are brought to that size
 * @param engine what computed them, with its version
 */
public record CacheKey(
    int format,
    String base,
    String network,
    String layer,
    int height,
    int width,
    String interpolation,
    String engine) {
  /** The version that this Graft computes. */
  public static final int FORMAT = 1;

  private static final int DIGITS = 32;

  /** The same of another engine. */
  public CacheKey by(String other) {
    return new CacheKey(format, base, network, layer, height, width, interpolation, other);
  }

  /** Half a SHA-256, in lower-case hexadecimal: the name of the folder that the features are in. */
  public String digest() {
    CacheKey anonymous =
        new CacheKey(format, "", network, layer, height, width, interpolation, engine);
    return Digests.ofText(Json.line(anonymous)).substring(0, DIGITS);
  }
}
