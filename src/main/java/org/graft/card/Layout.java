package org.graft.card;

import java.util.Locale;

/** In what order a file takes the axes of images. */
public enum Layout {
  /** {@code [batch, height, width, channels]}. */
  NHWC,
  /** {@code [batch, channels, height, width]}. */
  NCHW;

  /** That of a file's metadata, which may say nothing. */
  public static Layout of(String name) {
    return NCHW.toString().equals(name) ? NCHW : NHWC;
  }

  /** The name in metadata and as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
