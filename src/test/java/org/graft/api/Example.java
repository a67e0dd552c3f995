package org.graft.api;

import java.nio.file.Path;
import java.util.List;
import org.graft.export.parity.Receipt;
import org.graft.feature.cache.FeatureCache;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;
import org.graft.train.ClassWeights;

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
    System.out.println(rest(training));
    System.out.println(accuracy + " " + receipt.top1Agreement());
  }

  /** What the cross-validation said, what the bundle agreed on, and bytes of features kept. */
  private static String rest(Training training) {
    // begin the rest
    FeatureCache cache = Graft.cache(Path.of("cache"), System.err::println);
    TrainedModel other =
        training
            .size(32)
            .epochs(20)
            .augment("flip,crop=0.2", 4)
            .classWeights(ClassWeights.AUTO)
            .folds(3)
            .cache(cache)
            .train();
    double expected = other.crossValidation().orElseThrow().mean();
    Receipt deployed = other.exportBundle(Path.of("bundle"));
    long freed = cache.clear();
    // end of the rest
    return expected + " " + deployed.top1Agreement() + " " + freed;
  }
}
