package org.graft.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.provenance.ModelCard;

/** A small classifier of five classes, a to e, as it is exported. */
final class ServedModel {
  private static final int SIZE = 17;

  private ServedModel() {}

  static Path export(Path folder) {
    Network network = Emitter.inference(SmallNetworks.mobileNet(SIZE));
    ModelCard card =
        new ModelCard(
            List.of("a", "b", "c", "d", "e"),
            SIZE,
            SIZE,
            "nearest",
            "tf",
            "toy",
            Optional.empty(),
            "2026-01-01T00:00:00Z",
            Optional.empty(),
            OptionalDouble.empty());
    Path file = folder.resolve("model.onnx");
    OnnxOptions options = OnnxOptions.classifier(network, card.toMetadata());
    OnnxExport.write(network, file, options, SmallNetworks.images(2, SIZE));
    return file;
  }
}
