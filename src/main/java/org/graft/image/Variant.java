package org.graft.image;

/** Which of the images that can be made of each is meant. Equal keys mean equal pixels. */
public interface Variant {
  /** Every image as it is. */
  Variant ORIGINAL =
      new Variant() {
        @Override
        public Pixels apply(Pixels image) {
          return image;
        }

        @Override
        public String key() {
          return "";
        }
      };

  Pixels apply(Pixels image);

  /** All that tells this variant from others; empty for the image itself. */
  String key();

  default boolean isOriginal() {
    return key().isEmpty();
  }
}
