package org.graft.spark.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.graft.failure.MalformedFileException;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.ImageDigests;
import org.graft.image.Pixels;
import org.graft.spark.image.ImageFiles;
import org.graft.spark.network.ExecutorModels;
import org.graft.spark.network.ImageNetwork;
import org.graft.spark.network.Outcome;
import org.graft.storage.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a network over the parts of one task that are not there yet. */
final class PartRunner {
  private static final Logger LOG = LoggerFactory.getLogger(PartRunner.class);

  private final PartWork work;
  private final ImageFiles files;
  private ImageNetwork network;

  PartRunner(PartWork work, ImageFiles files) {
    this.work = work;
    this.files = files;
  }

  Summary run(Part part) {
    if (work.sinks().stream().allMatch(sink -> sink.has(part))) {
      return Summary.found(part);
    }
    if (network == null) {
      network = ExecutorModels.forTask(work.model(), work.kind());
    }
    List<Result> results = new ArrayList<>();
    for (int from = 0; from < part.images().size(); from += work.batch()) {
      int to = Math.min(part.images().size(), from + work.batch());
      results.addAll(batch(part.images().subList(from, to)));
    }
    String attempt = Long.toString(TaskContext.get().taskAttemptId());
    for (Sink sink : work.sinks()) {
      if (!sink.has(part)) {
        sink.write(part, results, network, attempt);
      }
    }
    LOG.info("part of {} images written", results.size());
    return Summary.written(results);
  }

  private List<Result> batch(List<PackedImage> images) {
    Map<PackedImage, String> digests = new HashMap<>();
    List<PackedImage> open = images.stream().filter(image -> !isKnown(image)).toList();
    Iterator<Outcome> outcomes =
        Outcome.run(network, open, image -> pixels(image, digests)).iterator();
    LOG.debug("{} images through the network", open.size());
    Set<PackedImage> isOpen = new HashSet<>(open);
    List<Result> results = new ArrayList<>();
    for (PackedImage image : images) {
      if (isOpen.contains(image)) {
        Outcome outcome = outcomes.next();
        results.add(
            new Result(image.row(), digests.get(image), outcome.values(), outcome.error(), false));
      } else {
        String digest = image.row().sha256();
        results.add(new Result(image.row(), digest, image.known(), null, true));
      }
    }
    return results;
  }

  /**
   * Whether an image has the features that are kept under the digest of its bytes: those of one
   * that is turned upright are kept under another.
   */
  private boolean isKnown(PackedImage image) {
    return image.known() != null
        && ImageDigests.of(bytes(image), network.resize().exif()).equals(image.row().sha256());
  }

  private Pixels pixels(PackedImage image, Map<PackedImage, String> digests) {
    byte[] bytes = bytes(image);
    if (!Digests.sha256(bytes).equals(image.row().sha256())) {
      throw new MalformedFileException(
          image.row().path(),
          "its bytes in "
              + PackedData.shard(image.row(), work.data())
              + " are not those of the manifest (SHA-256)",
          null);
    }
    Exif exif = network.resize().exif();
    digests.put(image, ImageDigests.of(image.row().sha256(), bytes, exif));
    return ImageDecoder.decode(bytes, image.row().path(), exif);
  }

  private byte[] bytes(PackedImage image) {
    return PackedData.bytes(image.row(), work.data(), files);
  }
}
