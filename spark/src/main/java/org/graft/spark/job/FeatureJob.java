package org.graft.spark.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;
import org.graft.card.BaseCard;
import org.graft.card.ImageCard;
import org.graft.card.InputForm;
import org.graft.card.Layout;
import org.graft.card.ModelCard;
import org.graft.card.OriginCard;
import org.graft.feature.cache.CacheKey;
import org.graft.image.Resize;
import org.graft.spark.network.BaseNetwork;
import org.graft.spark.network.ImageNetwork;
import org.graft.spark.network.ModelFiles;
import org.graft.spark.network.NetworkKind;

/** Makes features of all images of a packed folder. */
final class FeatureJob {
  private static final String CACHE_KEY = "key.json";

  /** Spark passes over files that begin with an underscore. */
  private static final String PARQUET_KEY = "_key.json";

  private final PackedJob job;
  private final Kept kept;
  private final List<Folder> folders = new ArrayList<>();
  private final List<Sink> sinks = new ArrayList<>();
  private JavaPairRDD<String, float[]> known;

  /** What features are kept under, and what makes them. */
  private record Kept(CacheKey key, BaseCard card, Resize resize, Layout layout) {
    static Kept of(ImageNetwork network) {
      BaseNetwork base = (BaseNetwork) network;
      return new Kept(base.key(), base.card(), base.resize(), base.session().input().layout());
    }
  }

  FeatureJob(PackedJob job) {
    this.job = job;
    this.kept = ModelFiles.ask(job.model(), NetworkKind.BASE, Kept::of);
  }

  static String run(SparkSession session, FeatureOptions options) {
    FeatureJob features = new FeatureJob(new PackedJob(session, options, NetworkKind.BASE));
    if (options.cache != null) {
      features.toCache(options.cache);
    }
    if (options.parquet != null) {
      features.toParquet(options.parquet);
    }
    return features.run();
  }

  /** What an image goes through before the base sees it. */
  Resize resize() {
    return kept.resize;
  }

  /**
   * What a model says of itself that is made of the base and a head.
   *
   * @param labels of its classes, in order
   * @param testAccuracy empty where it was not tested
   */
  ModelCard card(List<String> labels, OptionalDouble testAccuracy) {
    BaseCard base = kept.card;
    return new ModelCard(
        labels,
        new ImageCard(
            base.side(), base.side(), base.interpolation(), base.exif(), base.preprocessing()),
        new OriginCard(
            base.base(),
            Optional.empty(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Optional.of(base.licence())),
        testAccuracy,
        InputForm.levels(kept.layout),
        Optional.empty(),
        OptionalDouble.empty());
  }

  /**
   * Has features written as a cache has them.
   *
   * @return where parts go
   * @throws org.graft.failure.InputException if other features are there
   */
  NpzSink toCache(String address) {
    Folder cache = job.folder(address).in(kept.key.digest());
    FolderKey.settle(cache, CACHE_KEY, kept.key);
    List<String> files = KnownRows.files(cache);
    int width = kept.card.width();
    known = files.isEmpty() ? null : KnownRows.rows(job.spark(), cache, files, width);
    NpzSink sink = new NpzSink(cache, kept.key.digest(), width);
    sinks.add(sink);
    folders.add(cache);
    return sink;
  }

  private void toParquet(String address) {
    Folder parquet = job.folder(address);
    FolderKey.settle(parquet, PARQUET_KEY, kept.key);
    sinks.add(new ParquetSink(parquet, kept.key.digest(), RowColumns::features));
    folders.add(parquet);
  }

  /** Makes those that are not there, and says how many there are. */
  String run() {
    try {
      return Told.of("features", job.run(known, sinks), folders);
    } finally {
      folders.forEach(Folder::tidy);
    }
  }
}
