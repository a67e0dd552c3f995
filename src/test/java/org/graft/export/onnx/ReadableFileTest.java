package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onnx.Onnx;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.image.Interpolation;
import org.graft.plan.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a viewer shows of a file: in every precision and form, all has a name and a shape. */
class ReadableFileTest {
  private static final String PLAIN = "[A-Za-z0-9_./-]+";

  static Stream<String> networks() {
    return SmallNetworks.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyNodeAndValueIsNamedAndShaped(String name) throws IOException {
    Model model = SmallNetworks.all().get(name);
    SameDiffNetwork network = Emitter.inference(model);
    OnnxOptions plain = OnnxOptions.classifier(network, Map.of());
    for (OnnxPrecision precision : OnnxPrecision.values()) {
      check(network, plain.withPrecision(precision));
      check(
          network,
          plain.withPrecision(precision).withInput(OnnxInput.BYTES.withLayout(Layout.NCHW)));
      check(
          network,
          plain.withPrecision(precision).withInput(OnnxInput.BYTES.withPixels(PixelType.FLOAT32)));
      check(
          network,
          plain
              .withPrecision(precision)
              .withInput(OnnxInput.BYTES.resizedBy(Interpolation.BICUBIC)));
    }
  }

  private void check(SameDiffNetwork network, OnnxOptions options) throws IOException {
    byte[] file = OnnxExport.unproved(network, options);
    Onnx.GraphProto graph = Onnx.ModelProto.parseFrom(file).getGraph();
    List<Onnx.NodeProto> nodes = graph.getNodeList();
    assertThat(nodes.stream().map(Onnx.NodeProto::getName))
        .doesNotHaveDuplicates()
        .allMatch(node -> node.matches(PLAIN));
    assertThat(graph.getInitializerList().stream().map(Onnx.TensorProto::getName))
        .doesNotHaveDuplicates()
        .allMatch(weights -> weights.matches(PLAIN));
    Map<String, Onnx.ValueInfoProto> values =
        Stream.of(graph.getValueInfoList(), graph.getOutputList())
            .flatMap(List::stream)
            .collect(Collectors.toMap(Onnx.ValueInfoProto::getName, Function.identity()));
    assertThat(nodes.stream().flatMap(node -> node.getOutputList().stream()))
        .allMatch(value -> value.matches(PLAIN))
        .allSatisfy(value -> assertThat(values).containsKey(value))
        .allMatch(value -> isShaped(values.get(value)));
  }

  private static boolean isShaped(Onnx.ValueInfoProto value) {
    return value.getType().getTensorType().hasShape()
        && value.getType().getTensorType().getShape().getDimList().stream()
            .allMatch(side -> !side.getDimParam().isEmpty() || side.getDimValue() > 0);
  }
}
