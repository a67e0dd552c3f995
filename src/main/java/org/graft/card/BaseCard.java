package org.graft.card;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

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
 * @param output the plan's last layer, whose name is kept with them
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
    String digest,
    String output) {
  /** Says that a file gives features rather than answers. */
  public static final String KIND = "graft.kind";

  /** The value of {@link #KIND}. */
  public static final String IS_BASE = "base";

  public static final String LAYER = "graft.layer";
  public static final String FEATURES = "graft.features";
  public static final String DIGEST = "graft.digest";
  public static final String OUTPUT = "graft.output_layer";

  private static final int MOST_FEATURES = 1 << 24;
  private static final String SHA256 = "[0-9a-f]{64}";

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
    metadata.put(OUTPUT, output);
    return metadata;
  }

  /**
   * The card that {@code file} carries.
   *
   * @throws InputException if the file carries none, or a classifier's
   * @throws MalformedFileException if a key is missing or its value makes no sense
   */
  public static BaseCard of(Path file, Map<String, String> metadata) {
    CardFields fields = CardFields.of(file, metadata);
    if (!IS_BASE.equals(metadata.get(KIND))) {
      throw new InputException(
          file + " is a classifier, and no base that gives features; expected the file of a base");
    }
    int side = fields.whole(ModelCard.HEIGHT, ModelCard.MOST_PIXELS);
    if (fields.whole(ModelCard.WIDTH, ModelCard.MOST_PIXELS) != side) {
      throw new MalformedFileException(file, "metadata says that its images are no squares");
    }
    return new BaseCard(
        fields.text(ModelCard.BASE),
        fields.text(LAYER),
        fields.whole(FEATURES, MOST_FEATURES),
        side,
        fields.text(ModelCard.INTERPOLATION),
        fields.text(ModelCard.EXIF),
        fields.text(ModelCard.PREPROCESSING),
        fields.text(ModelCard.LICENCE),
        fields.text(ModelCard.CREATED),
        digest(fields),
        fields.text(OUTPUT));
  }

  private static String digest(CardFields fields) {
    String digest = fields.text(DIGEST);
    if (!digest.matches(SHA256)) {
      throw fields.malformed(DIGEST, "is no SHA-256: '" + digest + "'");
    }
    return digest;
  }
}
