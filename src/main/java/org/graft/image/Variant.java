package org.graft.image;

/** Which of the images that can be made of each is meant. Equal keys mean equal pixels. */
public interface Variant {
  /** Every image as it is. */
  Variant ORIGINAL = new Variant() {};

  /** The image that is made of one: itself, unless it is distorted. */
  default Pixels apply(Pixels image) {
    return image;
  }

  /** All that tells this variant from others; empty for the image itself. */
  default String key() {
    return "";
  }

  default boolean isOriginal() {
    return key().isEmpty();
  }
}
