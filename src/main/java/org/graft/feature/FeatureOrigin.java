package org.graft.feature;

import java.nio.file.Path;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.failure.InputException;
import org.graft.feature.cache.CacheKey;
import org.graft.image.Exif;

/**
 * What made features: the frozen network, the form of the images, and what computed.
 *
 * @param key as in the cache, with the base's name
 * @param exif what became of images that their files say to be turned
 * @param preprocessing name of what the network begins with
 */
public record FeatureOrigin(
    CacheKey key, Exif exif, String preprocessing, EngineChoice engine, Precision precision) {

  /**
   * Refuses what makes others.
   *
   * @param folder that features of this origin lie in
   * @throws InputException if {@code wanted} differs in more than its engine
   */
  void require(FeatureOrigin wanted, Path folder) {
    require("image size", size(), wanted.size(), folder);
    require("interpolation", key.interpolation(), wanted.key.interpolation(), folder);
    require("EXIF", exif, wanted.exif, folder);
    require("layer", key.layer(), wanted.key.layer(), folder);
    require("precision", precision, wanted.precision, folder);
    if (!key.network().equals(wanted.key.network())) {
      throw new InputException(
          ("%s holds features of %s with preprocessing %s, and not what is wanted of %s:"
                  + " expected the same base, preprocessing and pooling, and no fine-tuning, which"
                  + " needs images")
              .formatted(folder, key.base(), preprocessing, wanted.key.base()));
    }
  }

  private String size() {
    return key.height() + "x" + key.width();
  }

  private static void require(String what, Object here, Object wanted, Path folder) {
    if (!here.equals(wanted)) {
      throw new InputException(
          "%s holds features of %s %s, and %s is wanted; make them anew, or ask for the same"
              .formatted(folder, what, here, wanted));
    }
  }
}
