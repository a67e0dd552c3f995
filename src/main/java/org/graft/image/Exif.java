package org.graft.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.graft.failure.Choices;
import org.graft.failure.Hint;

/** What becomes of an image that its file says to be turned, as phones store upright pictures. */
public enum Exif {
  /** It is turned upright, as programs show it: Pillow's {@code ImageOps.exif_transpose}. */
  APPLY,
  /** It is read as stored, as Keras reads folders of images. */
  IGNORE;

  /** The choice of that name; a user's mistake when there is none. */
  @JsonCreator
  public static Exif of(String name) {
    return Choices.of(values(), name, Hint.EXIF.to(name));
  }

  /** What was written before there was a choice: images were read as stored. */
  public static Exif orIgnore(Exif written) {
    return written == null ? IGNORE : written;
  }

  /** The orientation that is to be undone in an image file's content. */
  Orientation orientation(byte[] file) {
    return this == APPLY ? Orientation.of(file) : Orientation.UPRIGHT;
  }

  /** The name as users write it. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
