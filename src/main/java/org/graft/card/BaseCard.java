package org.graft.card;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an exported base says about itself, as strings under keys that begin with {@code graft.}.
 *
 * @param base its name
 * @param layer whose values, one each channel, are its features
 * @param width features of an image
 * @param side of the images, in pixels
 * @param interpolation how images are to be resized
 * @param exif whether images that their files say to be turned are turned upright first: {@code
 *     apply} or {@code ignore}
 * @param preprocessing what the network does to pixels first; it is part of the file
 * @param licence of the weights
 * @param created when, in ISO 8601
 * @param digest of plan and weights, under which features are kept
 */
public record BaseCard(
    String base,
    String layer,
    int width,
    int side,
    String interpolation,
    String exif,
    String preprocessing,
    String licence,
    String created,
    String digest) {
  /** Says that a file gives features rather than answers. */
  public static final String KIND = "graft.kind";

  /** The value of {@link #KIND}. */
  public static final String IS_BASE = "base";

  public static final String LAYER = "graft.layer";
  public static final String FEATURES = "graft.features";
  public static final String DIGEST = "graft.digest";

  /** The card as strings, in a fixed order. */
  public Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(ModelCard.FORMAT_KEY, ModelCard.FORMAT);
    metadata.put(KIND, IS_BASE);
    metadata.put(ModelCard.BASE, base);
    metadata.put(LAYER, layer);
    metadata.put(FEATURES, Integer.toString(width));
    metadata.put(ModelCard.HEIGHT, Integer.toString(side));
    metadata.put(ModelCard.WIDTH, Integer.toString(side));
    metadata.put(ModelCard.INTERPOLATION, interpolation);
    metadata.put(ModelCard.EXIF, exif);
    metadata.put(ModelCard.PREPROCESSING, preprocessing);
    metadata.put(ModelCard.LICENCE, licence);
    metadata.put(ModelCard.CREATED, created);
    metadata.put(DIGEST, digest);
    return metadata;
  }
}
