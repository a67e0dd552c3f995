package org.graft.card;

import java.util.Locale;

/** What the elements of an image are that a file takes. */
public enum PixelType {
  /** Levels 0..255, as decoders hand them out. */
  UINT8,
  /** Numbers, which may lie between the levels. */
  FLOAT32;

  /** The name in metadata and as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
