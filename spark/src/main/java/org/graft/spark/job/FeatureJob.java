package org.graft.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;
import org.graft.feature.cache.CacheKey;
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

  /** What features are kept under, and how many values an image has. */
  private record Kept(CacheKey key, int width) {
    static Kept of(ImageNetwork base) {
      return new Kept(((BaseNetwork) base).key(), base.width());
    }
  }

  private FeatureJob(PackedJob job) {
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

  private void toCache(String address) {
    Folder cache = job.folder(address).in(kept.key.digest());
    FolderKey.settle(cache, CACHE_KEY, kept.key);
    List<String> files = KnownRows.files(cache);
    known = files.isEmpty() ? null : KnownRows.rows(job.spark(), cache, files, kept.width);
    sinks.add(new NpzSink(cache, kept.key.digest(), kept.width));
    folders.add(cache);
  }

  private void toParquet(String address) {
    Folder parquet = job.folder(address);
    FolderKey.settle(parquet, PARQUET_KEY, kept.key);
    sinks.add(new ParquetSink(parquet, kept.key.digest(), RowColumns::features));
    folders.add(parquet);
  }

  private String run() {
    try {
      return Told.of("features", job.run(known, sinks), folders);
    } finally {
      folders.forEach(Folder::tidy);
    }
  }
}
