package org.graft.api;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.graft.base.Base;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.FeatureOrigin;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.ImageList;
import org.graft.image.ImageSource;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.image.Split;
import org.graft.image.SplitBy;
import org.graft.plan.Model;
import org.graft.plan.Preprocessing;

/**
 * Features to be made of images, for other programs.
 *
 * @param data whose images are taken, whatever they are for
 * @param images the form in which the base gets them; prepared as in its own training unless it
 *     says otherwise
 * @param measured whether it is also measured how many images a second the base does
 */
public record Extracting(
    Base base, TrainingData data, ImageForm images, Computing computing, boolean measured) {
  /** Values that are held in memory; more go through a file, so that any number takes as much. */
  private static final int MOST_IN_MEMORY = 1 << 23;

  public Extracting images(ImageForm other) {
    return new Extracting(base, data, other, computing, measured);
  }

  /** Computed otherwise. */
  public Extracting computing(Computing other) {
    return new Extracting(base, data, images, other, measured);
  }

  /** The same with the base's speed. */
  public Extracting measuring() {
    return new Extracting(base, data, images, computing, true);
  }

  /**
   * Runs the base over the images: what {@code graft features} does.
   *
   * @throws org.graft.failure.InputException if no image can be read, or they are too small for the
   *     base
   * @throws org.graft.failure.WorkFailedException if a feature is no number
   */
  public Extracted run(JobListener listener) {
    int side = images.requiredOn(base);
    ImageSource source = data.source();
    Dataset dataset = source.open(new Split(SplitBy.FILE, 0, 0));
    listener.leftOut(dataset.leftOut());
    List<LabelledImage> all =
        ImageList.of(Stream.concat(dataset.learned().stream(), dataset.test().stream()));
    Resize resize = Resize.square(side, images.interpolation(), images.exif().orElse(Exif.APPLY));
    Reading reading = new Reading(resize, data.strict(), listener::skipped);
    Extraction how = computing.on(base.facts().name());
    Extraction streamed = how.withSpace(how.space().atMost(MOST_IN_MEMORY));
    Preprocessing preprocessing = preprocessing(dataset, listener);
    Model model = Head.pooled(preprocessing.prependTo(base.features(), side));
    long begin = System.nanoTime();
    try (FeatureExtractor extractor = new FeatureExtractor(model, reading, streamed)) {
      Features features =
          extractor.extract(all, (done, of) -> listener.features("features", done, of));
      double seconds = (System.nanoTime() - begin) / 1e9;
      OptionalDouble rate =
          measured ? OptionalDouble.of(extractor.measure(all)) : OptionalDouble.empty();
      FeatureOrigin origin = extractor.origin(preprocessing.toString());
      return new Extracted(features, dataset, source, origin, how.digests(), seconds, rate);
    }
  }

  /**
   * As in the base's own training; where nobody knows it, what serves to tell the classes apart.
   */
  private Preprocessing preprocessing(Dataset dataset, JobListener listener) {
    Training training = Training.of(base, data).images(images).computing(computing).seed(0);
    TrainingJob job = new TrainingJob(training, listener);
    return job.settled(job.request(dataset)).preprocessing();
  }
}
