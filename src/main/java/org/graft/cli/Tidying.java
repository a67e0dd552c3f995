package org.graft.cli;

import java.nio.file.Path;
import org.graft.api.Bases;
import org.graft.feature.cache.FeatureCache;
import org.graft.storage.Scratch;

/** What killed processes left in the home folder is tidied before a command begins. */
final class Tidying {
  private Tidying() {}

  static void home(Path home) {
    Path cache = home.resolve("cache");
    new Bases(home).tidy();
    FeatureCache.tidy(cache.resolve(Caches.FEATURES));
    Scratch.tidy(cache.resolve("audits"));
    Scratch.tidy(home.resolve("downloads"));
  }
}
