package org.graft.spark.job;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.graft.spark.network.NetworkKind;

/** Answers what all images of a packed folder show. */
final class ScoreJob {
  private ScoreJob() {}

  static String run(SparkSession session, ScoreOptions options) {
    PackedJob job = new PackedJob(session, options, NetworkKind.CLASSIFIER);
    Folder out = job.folder(options.out);
    int top = options.top;
    String key = FolderKey.settle(out, job.model(), top);
    Sink sink = new ParquetSink(out, key, network -> RowColumns.answers(network, top));
    try {
      return Told.of("answers", job.run(null, List.of(sink)), List.of(out));
    } finally {
      out.tidy();
    }
  }
}
