package org.graft.spark.job;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.graft.failure.FirstLine;
import org.graft.failure.InputException;
import org.graft.spark.network.ModelFiles;
import org.graft.spark.network.ModelRef;
import org.graft.spark.network.NetworkKind;
import scala.Tuple2;

/** Work on all images of a packed folder, of which a second run does what is missing. */
final class PackedJob {
  private final JavaSparkContext spark;
  private final JobOptions options;
  private final NetworkKind kind;
  private final ModelRef model;
  private final PackedData data;
  private final Folder folder;

  /**
   * Sees that model and images are there, before anything is written.
   *
   * @throws InputException if one is not, or is of another kind
   * @throws org.graft.failure.MalformedFileException if one is damaged or not whole
   */
  PackedJob(SparkSession session, JobOptions options, NetworkKind kind) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.options = options;
    this.kind = kind;
    this.model = ModelFiles.distribute(session, options.model, kind);
    this.folder = folder(options.data);
    this.data = PackedData.open(spark, folder);
    data.requireWhole();
  }

  /**
   * A folder as executors get at it, too: relative paths are the driver's.
   *
   * @throws InputException if there is no such file system
   */
  Folder folder(String address) {
    SerializableConfiguration configuration =
        new SerializableConfiguration(spark.hadoopConfiguration());
    return new Folder(
        absolute(address), spark.sc().applicationId(), spark.broadcast(configuration));
  }

  private String absolute(String address) {
    try {
      Path path = new Path(address);
      return path.isAbsolute()
          ? address
          : path.getFileSystem(spark.hadoopConfiguration()).makeQualified(path).toString();
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(address + " is no folder: " + FirstLine.of(e), e);
    }
  }

  ModelRef model() {
    return model;
  }

  JavaSparkContext spark() {
    return spark;
  }

  PackedData data() {
    return data;
  }

  /** The packed folder. */
  Folder folder() {
    return folder;
  }

  /**
   * All images, in parts.
   *
   * @param known features of images, by their digests; {@code null} for none
   */
  JavaRDD<Part> parts(JavaPairRDD<String, float[]> known) {
    PartLayout layout = new PartLayout(data.list(), options.part);
    return images(data, known)
        .mapToPair(image -> new Tuple2<>(layout.place(image.row()), image))
        .repartitionAndSortWithinPartitions(layout)
        .mapPartitions(new Parts(options.part));
  }

  /**
   * Runs the model over all images.
   *
   * @param known as for {@link #parts}
   */
  Summary run(JavaPairRDD<String, float[]> known, List<Sink> sinks) {
    PartWork work = new PartWork(model, kind, folder, options.batch, sinks);
    return parts(known).mapPartitions(work).reduce(Summary::plus);
  }

  private static JavaRDD<PackedImage> images(PackedData data, JavaPairRDD<String, float[]> known) {
    if (known == null) {
      return data.images().map(row -> new PackedImage(row, null));
    }
    return data.images()
        .mapToPair(row -> new Tuple2<>(row.sha256(), row))
        .leftOuterJoin(known)
        .values()
        .map(both -> new PackedImage(both._1(), values(both._2())));
  }

  private static float[] values(Optional<float[]> known) {
    return known.isPresent() ? known.get() : null;
  }
}
