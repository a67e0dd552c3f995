package org.graft.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.base.Catalogue;
import org.graft.card.ModelCard;
import org.graft.card.ModelCards;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.fixture.Formula;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Shape;
import org.graft.source.keras.DirectReader;

/** Classifiers as they are exported: a small one of five classes, a to e, and a large one. */
final class ServedModel {
  private static final int SIZE = 17;
  private static final int INCEPTION_SIZE = 150;

  private ServedModel() {}

  static Path export(Path folder) {
    return export(folder, OnnxPrecision.FLOAT32);
  }

  static Path export(Path folder, OnnxPrecision precision) {
    List<String> labels = List.of("a", "b", "c", "d", "e");
    return export(folder, SmallNetworks.mobileNet(SIZE), labels, precision);
  }

  /** InceptionV3 with its top of a thousand classes, weights from a formula, 150 px. */
  static Path exportInceptionV3(Path folder) {
    Plan plan =
        DirectReader.read(Catalogue.load().config("inception_v3"))
            .withInput(Shape.square(INCEPTION_SIZE, 3));
    Model model = Preprocessing.of("tf").prependTo(new Model(plan, Formula.weights(plan)));
    List<String> labels = IntStream.range(0, 1000).mapToObj(i -> "class " + i).toList();
    return export(folder, FoldBatchNorm.apply(model), labels, OnnxPrecision.FLOAT32);
  }

  private static Path export(
      Path folder, Model model, List<String> labels, OnnxPrecision precision) {
    SameDiffNetwork network = Emitter.inference(model);
    int size = model.plan().input().shape().height();
    ModelCard card = ModelCards.of(labels, size, "nearest", "toy");
    Path file = folder.resolve("model.onnx");
    OnnxOptions options =
        OnnxOptions.classifier(network, card.toMetadata()).withPrecision(precision);
    OnnxExport.write(network, file, options, SmallNetworks.images(2, size));
    network.release();
    return file;
  }
}
