package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import onnx.Onnx;
import org.graft.api.Graft;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** SameDiff graphs of any operations, held against ONNX Runtime on batches of two sizes. */
class SameDiffExportTest {
  private static final double CLOSE = 1e-5;

  @TempDir Path folder;

  static Stream<String> cases() {
    return SameDiffCases.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatSameDiffComputes(String name) {
    DrawnGraph drawn = new DrawnGraph();
    List<String> outputs = outputs(name, drawn);
    Path file = folder.resolve("graph.onnx");
    Receipt receipt = Graft.exportOnnx(drawn.graph(), drawn.examples(), outputs, file);
    assertThat(receipt.maxAbsDifference()).isLessThan(CLOSE);
    INDArray varied = drawn.graph().output(drawn.examples(), outputs).get(outputs.get(0));
    assertThat(varied.length()).isPositive();
  }

  private static List<String> outputs(String name, DrawnGraph drawn) {
    return SameDiffCases.all().get(name).apply(drawn).stream().map(SDVariable::name).toList();
  }

  @Test
  void everyOperationOfTheTableHasACase() {
    Set<String> used = new TreeSet<>();
    for (String name : SameDiffCases.all().keySet()) {
      DrawnGraph drawn = new DrawnGraph();
      outputs(name, drawn);
      drawn.graph().getOps().values().forEach(op -> used.add(op.getOp().opName()));
    }
    assertThat(used).isEqualTo(new TreeSet<>(Operations.TABLE.keySet()));
  }

  @Test
  void namesShapesAndTypesAreTheGraphs() throws IOException {
    SameDiff graph = SameDiff.create();
    SDVariable words = graph.placeHolder("words", DataType.INT32, -1, 4);
    SDVariable rows = graph.gather(graph.var("table", Nd4j.rand(DataType.FLOAT, 9, 3)), words, 0);
    SDVariable flat = graph.reshape("flat", rows, -1, 3);
    graph.argmax("best", flat, 1);
    Path file = folder.resolve("words.onnx");
    INDArray example = Nd4j.createFromArray(new int[][] {{0, 1, 2, 8}, {5, 5, 7, 3}});
    Graft.exportOnnx(graph, Map.of("words", example), List.of("flat", "best"), file);
    Onnx.GraphProto proto = Onnx.ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    assertThat(proto.getInput(0).getName()).isEqualTo("words");
    assertThat(proto.getInput(0).getType().getTensorType().getElemType()).isEqualTo(6);
    assertThat(axes(proto.getInput(0))).containsExactly("batch", "4");
    assertThat(axes(proto.getOutput(0))).containsExactly("4*batch", "3");
    assertThat(proto.getOutput(1).getType().getTensorType().getElemType()).isEqualTo(7);
    assertThat(proto.getInitializerList().stream().map(Onnx.TensorProto::getName))
        .contains("table");
  }

  private static List<String> axes(Onnx.ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimList().stream()
        .map(d -> d.hasDimValue() ? Long.toString(d.getDimValue()) : d.getDimParam())
        .toList();
  }

  @Test
  void unknownOperationIsRefusedByNameWithThoseThatAreKnown() {
    DrawnGraph drawn = new DrawnGraph();
    SDVariable x = drawn.in(4, 4);
    drawn.graph().linalg().matrixInverse("inverse", x);
    refused(drawn, "inverse", UnsupportedModelException.class, "'matrix_inverse'", "conv2d, cos");
  }

  @Test
  void knownOperationsUsedInUnknownWaysAreRefused() {
    DrawnGraph drawn = new DrawnGraph();
    SDVariable kernel = drawn.in(3);
    drawn.graph().variance("spread", kernel, false, 0);
    refused(drawn, "spread", UnsupportedModelException.class, "'var'", "size of the batch");
  }

  @Test
  void wrongInputsAreToldInOneLine() {
    DrawnGraph drawn = new DrawnGraph();
    SDVariable x = drawn.in(5);
    SDVariable other = drawn.in(5);
    x.add("sum", other);
    refused(drawn, "total", InputException.class, "no variable 'total'");
    refused(drawn, "x0", InputException.class, "'x0' is not computed");
    INDArray first = drawn.examples().get("x0");
    drawn.examples().put("x0", Nd4j.ones(DataType.FLOAT, 3, 6));
    refused(drawn, "sum", InputException.class, "'x0' is [3, 6], expected [-1, 5]");
    drawn.examples().put("x0", Nd4j.ones(DataType.FLOAT, 2, 5));
    refused(drawn, "sum", InputException.class, "not equally many");
    drawn.examples().put("x0", first);
    drawn.examples().remove("x1");
    refused(drawn, "sum", InputException.class, "no example is given for placeholder 'x1'");
    drawn.examples().put("x9", first);
    refused(drawn, "sum", InputException.class, "no placeholder 'x9'; there are [x0, x1]");
    SameDiff open = SameDiff.create();
    open.nn().relu("out", open.placeHolder("in", DataType.FLOAT, -1, -1), 0);
    assertThatThrownBy(
            () ->
                Graft.exportOnnx(
                    open, Map.of("in", first), List.of("out"), folder.resolve("open.onnx")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("leaves axis 1 open");
  }

  @Test
  void whatOneFileCannotHoldLiesBesideIt() throws IOException {
    DrawnGraph drawn = new DrawnGraph();
    drawn.graph().mmul("out", drawn.in(40), drawn.weight(40, 30));
    Path file = folder.resolve("large.onnx");
    Receipt receipt =
        new SameDiffExport(drawn.graph(), drawn.examples(), List.of("out")).write(file, 100);
    assertThat(receipt.maxAbsDifference()).isLessThan(CLOSE);
    Path data = folder.resolve("large.onnx.data");
    assertThat(Files.size(data)).isEqualTo(40L * 30 * Float.BYTES);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, data);
    }
    Onnx.TensorProto weight =
        Onnx.ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializer(0);
    assertThat(weight.getRawData().isEmpty()).isTrue();
    assertThat(weight.getExternalDataList())
        .anySatisfy(entry -> assertThat(entry.getValue()).isEqualTo("large.onnx.data"));
  }

  @Test
  void oneArrayThatNoFileHoldsIsRefused() {
    INDArray array = Nd4j.ones(DataType.FLOAT, 30);
    OnnxGraph graph =
        new OnnxGraph(
            List.of(),
            List.of(),
            List.of(),
            List.of(new OnnxGraph.Initialiser("kernel", array)),
            Map.of());
    OnnxSerializer.requireArrays(graph, 120);
    assertThatThrownBy(() -> OnnxSerializer.requireArrays(graph, 119))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("'kernel' takes 120 bytes; an array of an ONNX file takes at most 119 here");
  }

  private void refused(
      DrawnGraph drawn, String output, Class<? extends Exception> type, String... parts) {
    Path file = folder.resolve("refused.onnx");
    assertThatThrownBy(
            () -> Graft.exportOnnx(drawn.graph(), drawn.examples(), List.of(output), file))
        .isInstanceOf(type)
        .hasMessageContainingAll(parts)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    assertThat(file).doesNotExist();
  }
}
