package org.graft.spark.job;

import java.io.Serializable;
import java.nio.file.Path;
import org.graft.failure.MalformedFileException;
import org.graft.image.ManifestRows.ManifestRow;
import org.graft.image.Rank;
import org.graft.image.Role;

/**
 * What images are for: what the manifest says, or else each by itself a share of them for testing,
 * as {@code --split-by hash} parts them.
 *
 * @param given whether the manifest says it of any
 * @param share of images for testing where it does not, 0..1
 * @param seed another seed chooses other images
 */
record Sides(boolean given, double share, long seed) implements Serializable {
  /**
   * What an image is for.
   *
   * @throws MalformedFileException if the manifest says something that is nothing of it
   */
  Role of(ManifestRow row) {
    if (given) {
      return row.split().isEmpty() ? Role.TRAIN : said(row);
    }
    return Rank.share(seed, row.answer(), Path.of(row.path())) < share ? Role.TEST : Role.TRAIN;
  }

  private static Role said(ManifestRow row) {
    return Role.of(row.split())
        .orElseThrow(
            () ->
                new MalformedFileException(
                    row.path(),
                    "its split is '" + row.split() + "': expected train, validation or test",
                    null));
  }
}
