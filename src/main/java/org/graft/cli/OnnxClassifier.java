package org.graft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.MalformedFileException;
import org.graft.image.ImageDecoder;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;

/** An exported file in ONNX Runtime; nothing of ND4J is loaded. */
record OnnxClassifier(Path file, boolean strict, Console console) implements Classifier {
  @Override
  public List<Prediction> classify(List<Path> images, int top) {
    try (OnnxModel model = OnnxModel.open(file)) {
      return model.predict(strict ? images : readable(images), top);
    }
  }

  private List<Path> readable(List<Path> images) {
    List<Path> readable = new ArrayList<>();
    for (Path image : images) {
      try {
        ImageDecoder.decode(image);
        readable.add(image);
      } catch (MalformedFileException e) {
        console.warn("skipped: %s", e.getMessage());
      }
    }
    return readable;
  }
}
