package org.graft.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.audit.AuditMemory;
import org.graft.failure.InputException;
import org.graft.feature.cache.FeatureCache;
import org.jspecify.annotations.Nullable;

/** The cache of features below the home folder, and how large it may grow. */
final class Caches {
  static final String FEATURES = "features";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmgt]?)b?");

  private Caches() {}

  /**
   * The user's cache.
   *
   * @param limit as the user wrote it, or {@code null} for {@code GRAFT_CACHE_LIMIT}, and without
   *     that for {@link FeatureCache#usualLimit}
   */
  static FeatureCache of(Console console, @Nullable String limit) {
    Path folder = console.environment().home().resolve("cache").resolve(FEATURES);
    String given = limit != null ? limit : System.getenv("GRAFT_CACHE_LIMIT");
    long bytes = given == null || given.isBlank() ? FeatureCache.usualLimit(folder) : bytes(given);
    return new FeatureCache(folder, bytes, console.environment().clock(), console::warn);
  }

  /** What audits found before. */
  static AuditMemory audits(Console console) {
    return new AuditMemory(console.environment().home().resolve("cache").resolve("audits"));
  }

  /** A number of bytes, such as {@code 500m} or {@code 20g}: k, m, g and t are powers of 1024. */
  static long bytes(String size) {
    Matcher matcher = SIZE.matcher(size.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new InputException(
          "'%s' is no size for the cache; expected a number of bytes such as 500m or 20g"
              .formatted(size));
    }
    int power = " kmgt".indexOf(matcher.group(2).isEmpty() ? ' ' : matcher.group(2).charAt(0));
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
  }
}
