package org.graft.cli;

import java.nio.file.Path;
import org.graft.api.Extracted;
import org.graft.failure.InputException;
import org.graft.feature.FeatureOrigin;

/**
 * {@code train --features FOLDER}: a head on features that {@code graft features} wrote, with the
 * base and the form of images that they were made with.
 */
final class GivenFeatures {
  private static final String OPTION = "--features";
  private static final String DATA = "--data";

  private GivenFeatures() {}

  /**
   * The whole line; other lines as they are.
   *
   * @throws InputException if the folder holds no features, or images are named beside it
   */
  static TypedLine spelledOut(TypedLine line) {
    if (!line.is("train") || !line.has(OPTION)) {
      return line;
    }
    if (line.has(DATA)) {
      throw new InputException(OPTION + " stands in place of " + DATA + "; leave one of them out");
    }
    Path folder = Path.of(line.value(OPTION));
    FeatureOrigin origin = Extracted.origin(folder);
    return line.without(OPTION)
        .with(DATA, folder.toString())
        .unlessSaid("--base", origin.key().base())
        .unlessSaid("--size", String.valueOf(origin.key().height()))
        .unlessSaid("--preprocessing", origin.preprocessing())
        .unlessSaid("--interpolation", origin.key().interpolation())
        .unlessSaid("--exif", origin.exif().toString())
        .unlessSaid("--precision", origin.precision().toString());
  }
}
