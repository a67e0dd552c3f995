package org.graft.spark.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.graft.failure.FirstLine;
import org.graft.failure.WorkFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Features that are in a folder of Graft's cache and were not put there by a job: a laptop's. Their
 * files are few, and are listed.
 */
final class KnownRows {
  private static final Logger LOG = LoggerFactory.getLogger(KnownRows.class);
  private static final String OF_JOBS = "part-";
  private static final String HIDDEN = ".";

  private KnownRows() {}

  /** Names of a laptop's files in the folder of a key. */
  static List<String> files(Folder folder) {
    try {
      return Arrays.stream(folder.files().listStatus(folder.path()))
          .filter(FileStatus::isFile)
          .map(status -> status.getPath().getName())
          .filter(name -> name.endsWith(NpzSink.SUFFIX))
          .filter(name -> !name.startsWith(OF_JOBS) && !name.startsWith(HIDDEN))
          .toList();
    } catch (IOException e) {
      throw new WorkFailedException(folder.address() + ": " + FirstLine.of(e), e);
    }
  }

  /** Their rows, each under the digest of its image. */
  static JavaPairRDD<String, float[]> rows(
      JavaSparkContext spark, Folder folder, List<String> files, int width) {
    return spark
        .parallelize(files, files.size())
        .flatMapToPair(name -> rows(folder, name, width))
        .reduceByKey((first, second) -> first);
  }

  /** A file that is damaged is left out: its features are computed again. */
  private static Iterator<Tuple2<String, float[]>> rows(Folder folder, String name, int width) {
    List<Tuple2<String, float[]>> rows = new ArrayList<>();
    try {
      NpzRows.read(
          folder,
          name,
          width,
          (digest, row) -> {
            if (row.length == width) {
              rows.add(new Tuple2<>(digest, row));
            }
          });
      return rows.iterator();
    } catch (IOException e) {
      LOG.warn("{} is left out: {}", folder.path(name), FirstLine.of(e));
      return rows.iterator();
    }
  }
}
