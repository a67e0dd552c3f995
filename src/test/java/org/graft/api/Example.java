package org.graft.api;

import java.nio.file.Path;
import java.util.List;
import org.graft.export.parity.Receipt;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;

/** The example of the Javadoc and the README, so that it is compiled and run. */
final class Example {
  private Example() {}

  /** Runs in a folder that holds what it names; prints. */
  public static void main(String[] arguments) {
    // begin
    Training training = Graft.importKeras(Path.of("demo_vgg.h5")).on(Path.of("logos"));
    TrainedModel model = training.size(32).epochs(20).train();
    double accuracy = model.evaluation().accuracy();

    Receipt receipt = model.exportOnnx(Path.of("logos.onnx"));
    try (OnnxModel classifier = Graft.open(Path.of("logos.onnx"))) {
      List<Path> images = List.of(Path.of("picture.jpg"));
      for (Prediction prediction : classifier.predict(images, 3)) {
        System.out.println(prediction.image() + ": " + prediction.top());
      }
    }
    // end
    System.out.println(accuracy + " " + receipt.top1Agreement());
  }
}
