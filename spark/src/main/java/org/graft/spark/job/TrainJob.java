package org.graft.spark.job;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.graft.image.Role;
import org.graft.spark.head.HeadFit;
import org.graft.spark.head.LabelledFeatures;
import org.graft.spark.head.LinearHead;
import org.graft.spark.network.ModelFiles;
import org.graft.spark.network.NetworkKind;

/** Trains a head on the features of a packed folder's images, which are made where missing. */
final class TrainJob {
  private final PackedJob job;
  private final Lesson lesson;
  private final FeatureJob features;
  private final NpzSink kept;

  private TrainJob(PackedJob job, TrainOptions options) {
    this.job = job;
    this.lesson = Lesson.of(job.data(), options.split, options.seed);
    this.features = new FeatureJob(job);
    this.kept = features.toCache(options.cache);
  }

  static String run(SparkSession session, TrainOptions options) {
    PackedJob job = new PackedJob(session, options, NetworkKind.BASE);
    NewFile out = NewFile.at(job, options.out);
    return new TrainJob(job, options).run(out);
  }

  private String run(NewFile out) {
    String made = features.run();
    JavaRDD<Example> examples =
        job.parts(null)
            .mapPartitions(new KeptExamples(kept, lesson, job.folder(), features.resize().exif()));
    HeadFit fit = HeadFit.of(job.spark(), of(examples, Role.TRAIN), lesson.labels());
    Tested tested = Tested.of(job.spark(), of(examples, Role.TEST), fit.head());
    GraftedModel model =
        new GraftedModel(
            ModelFiles.driverCopy(job.model()),
            fit.head(),
            features.card(lesson.labels(), tested.accuracy()));
    ProofImages proof = ProofImages.of(examples, job.folder(), features.resize());
    out.write(file -> model.write(file, proof));
    return made
        + System.lineSeparator()
        + String.format(
            "head of %,d classes on %,d images, %s, in %s",
            lesson.labels().size(), fit.images(), tested, out.address());
  }

  private static JavaRDD<LabelledFeatures> of(JavaRDD<Example> examples, Role role) {
    return examples
        .filter(example -> example.role() == role)
        .map(example -> new LabelledFeatures(example.place(), example.features()));
  }

  /** How many images of a test there were, and of how many the class was told. */
  private record Tested(long right, long images) implements Serializable {
    static Tested of(JavaSparkContext spark, JavaRDD<LabelledFeatures> images, LinearHead head) {
      Broadcast<LinearHead> shared = spark.broadcast(head);
      return images
          .map(
              image ->
                  new Tested(
                      shared.value().likeliest(image.features()) == image.place() ? 1 : 0, 1))
          .fold(
              new Tested(0, 0),
              (one, other) -> new Tested(one.right + other.right, one.images + other.images));
    }

    OptionalDouble accuracy() {
      return images == 0 ? OptionalDouble.empty() : OptionalDouble.of(right / (double) images);
    }

    @Override
    public String toString() {
      return images == 0
          ? "not tested"
          : String.format("test accuracy %.3f on %,d images", accuracy().getAsDouble(), images);
    }
  }
}
