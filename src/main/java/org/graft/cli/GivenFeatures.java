package org.graft.cli;

import java.nio.file.Path;
import java.util.List;
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
  static String[] spelledOut(String... arguments) {
    TypedLine line = new TypedLine(List.of(arguments));
    if (!line.is("train") || !line.has(OPTION)) {
      return arguments;
    }
    if (line.has(DATA)) {
      throw new InputException(OPTION + " stands in place of " + DATA + "; leave one of them out");
    }
    Path folder = Path.of(line.value(OPTION));
    FeatureOrigin origin = Extracted.origin(folder);
    TypedLine whole = line.without(OPTION).with(DATA, folder.toString());
    whole = whole.unlessSaid("--base", origin.key().base());
    whole = whole.unlessSaid("--size", String.valueOf(origin.key().height()));
    whole = whole.unlessSaid("--preprocessing", origin.preprocessing());
    whole = whole.unlessSaid("--interpolation", origin.key().interpolation());
    whole = whole.unlessSaid("--exif", origin.exif().toString());
    return whole
        .unlessSaid("--precision", origin.precision().toString())
        .words()
        .toArray(String[]::new);
  }
}
