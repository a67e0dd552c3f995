package org.graft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.graft.image.ImageBatches;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;
import org.graft.runtime.Device;

/** An exported file in ONNX Runtime; nothing of ND4J is loaded. */
record OnnxClassifier(
    Path file,
    int threads,
    int batch,
    Device device,
    ExifOption exif,
    boolean strict,
    Console console)
    implements Classifier {
  @Override
  public void classify(List<Path> images, int top, Consumer<Prediction> to) {
    try (OnnxModel model = OnnxModel.open(file, threads, device)) {
      Reading reading =
          new Reading(
              exif.of(model.resize(), file, console),
              strict,
              skipped -> console.warn("skipped: %s", skipped.reason()));
      try (ImageBatches batches = reading.batches(LabelledImage.unlabelled(images), batch)) {
        model.predict(batches, top, to);
      }
    }
  }
}
