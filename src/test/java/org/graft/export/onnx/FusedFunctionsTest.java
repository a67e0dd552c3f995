package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.graft.fixture.Formula;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Flatten;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that are written in several nodes, of which ONNX Runtime makes one. */
class FusedFunctionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"GELU", "GELU_TANH"})
  void geluIsOneOperatorOfOnnxRuntime(Activation gelu) throws IOException, OrtException {
    Plan plan =
        new Plan(
            List.of(
                new Input("input_1", Shape.square(8, 3)),
                new Flatten("flat", "input_1"),
                new Dense("hidden", "flat", 8, true, gelu),
                new Dense("predictions", "hidden", 5, true, Activation.SOFTMAX)));
    SameDiffNetwork network = Emitter.inference(new Model(plan, Formula.weights(plan)));
    Path file = folder.resolve("gelu.onnx");
    OnnxOptions options = OnnxOptions.classifier(network, Map.of());
    OnnxExport.write(network, file, options, SmallNetworks.images(3, 8));
    Onnx.ModelProto written = Onnx.ModelProto.parseFrom(Files.readAllBytes(file));
    assertThat(written.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(types(written)).contains(gelu == Activation.GELU ? "Erf" : "Tanh");

    Path optimised = folder.resolve("optimised.onnx");
    try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
      session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      session.setOptimizedModelFilePath(optimised.toString());
      OrtEnvironment.getEnvironment().createSession(file.toString(), session).close();
    }
    List<String> types = types(Onnx.ModelProto.parseFrom(Files.readAllBytes(optimised)));
    assertThat(types).doesNotContain("Erf", "Tanh").anyMatch(type -> type.endsWith("Gelu"));
  }

  private static List<String> types(Onnx.ModelProto model) {
    return model.getGraph().getNodeList().stream().map(Onnx.NodeProto::getOpType).toList();
  }
}
