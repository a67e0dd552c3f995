package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.graft.failure.GraftException;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.source.keras.KerasSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.FunctionDef;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NameAttrList;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.OpDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** What is no network that can be read is refused in one line that says why. */
class WrongGraphsTest {
  @TempDir Path folder;

  private void refused(Path path, String signature, String... parts) {
    assertThatThrownBy(
            () ->
                Translator.read(
                        TensorflowReader.open(path, GraphOptions.ofSignature(signature)), null)
                    .model())
        .isInstanceOf(GraftException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains(parts));
  }

  private void refusedGraph(GraphDef.Builder graph, String... parts) throws IOException {
    refused(Files.write(folder.resolve("graph.pb"), graph.build().toByteArray()), null, parts);
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static NodeDef input(DataType type, long... shape) {
    TensorShapeProto.Builder axes = TensorShapeProto.newBuilder();
    Arrays.stream(shape).forEach(n -> axes.addDim(TensorShapeProto.Dim.newBuilder().setSize(n)));
    return NodeDef.newBuilder()
        .setName("image")
        .setOp("Placeholder")
        .putAttr("dtype", type(type))
        .putAttr("shape", AttrValue.newBuilder().setShape(axes).build())
        .build();
  }

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  private static NodeDef constant(UnaryOperator<TensorProto.Builder> tensor) {
    AttrValue value =
        AttrValue.newBuilder().setTensor(tensor.apply(TensorProto.newBuilder())).build();
    return NodeDef.newBuilder().setName("c").setOp("Const").putAttr("value", value).build();
  }

  private static GraphDef.Builder graph(NodeDef... nodes) {
    return GraphDef.newBuilder()
        .addNode(input(DataType.DT_FLOAT, -1, 8, 8, 3))
        .addAllNode(List.of(nodes));
  }

  @Test
  void unknownOperationsAreNamedWithTheWayOut() throws IOException {
    refusedGraph(
        graph(node("turn", "MatrixInverse", "image")),
        "node turn (MatrixInverse) is an operation that is not supported",
        "docs/formats.md lists what is",
        "Importing.upTo(LAYER)");
  }

  @Test
  void attributesThatAreNotKnownAreRefused() throws IOException {
    NodeDef pool =
        node("pool", "MaxPool", "image").toBuilder()
            .putAttr(
                "data_format",
                AttrValue.newBuilder().setS(ByteString.copyFromUtf8("NCHW_VECT_C")).build())
            .build();
    refusedGraph(graph(pool), "node pool (MaxPool) has data_format = s: \"NCHW_VECT_C\"");
    NodeDef odd =
        node("r", "Reshape", "image", "image").toBuilder()
            .putAttr("wings", AttrValue.newBuilder().setI(2).build())
            .build();
    refusedGraph(graph(odd), "has wings = i: 2, which is not supported");
  }

  @Test
  void attributesThatHaveNoDefaultMustBeStated() throws IOException {
    refusedGraph(
        graph(node("pool", "MaxPool", "image")),
        "node pool (MaxPool) lacks its attribute ksize, which has no default");
  }

  @Test
  void normalisationThatDoesNotSaySoIsInTraining() throws IOException {
    refusedGraph(
        graph(node("norm", "FusedBatchNormV3", "image", "image", "image", "image", "image")),
        "has is_training = true; save the network for inference");
  }

  @Test
  void trainingGraphsAreRefused() throws IOException {
    refusedGraph(
        graph(node("drop", "RandomUniform", "image")),
        "node drop (RandomUniform) draws at random, in a layer of training");
    NodeDef norm =
        node("norm", "FusedBatchNormV3", "image", "image", "image", "image", "image").toBuilder()
            .putAttr("is_training", AttrValue.newBuilder().setB(true).build())
            .build();
    refusedGraph(graph(norm), "has is_training = true; save the network for inference");
  }

  @Test
  void inputsThatAreNoImagesAreRefused() throws IOException {
    GraphDef.Builder strings =
        GraphDef.newBuilder()
            .addNode(input(DataType.DT_STRING, -1))
            .addNode(node("relu", "Relu", "image"));
    refusedGraph(strings, "node image (Placeholder) takes DT_STRING");
    GraphDef.Builder vector =
        GraphDef.newBuilder()
            .addNode(input(DataType.DT_FLOAT, -1, 10))
            .addNode(node("relu", "Relu", "image"));
    refusedGraph(
        vector,
        "takes [-1, 10]; images [batch, height, width, 3], or of one channel, are expected");
  }

  @Test
  void cyclesAreRefused() throws IOException {
    refusedGraph(
        graph(node("a", "Relu", "b"), node("b", "Relu", "a"), node("end", "AddV2", "image", "a")),
        "the graph has a cycle of",
        "through a");
  }

  @Test
  void functionsThatCallThemselvesAreRefused() throws IOException {
    AttrValue f = AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName("f")).build();
    FunctionDef function =
        FunctionDef.newBuilder()
            .setSignature(
                OpDef.newBuilder()
                    .setName("f")
                    .addInputArg(OpDef.ArgDef.newBuilder().setName("x"))
                    .addOutputArg(OpDef.ArgDef.newBuilder().setName("y")))
            .addNodeDef(node("again", "PartitionedCall", "x").toBuilder().putAttr("f", f))
            .putRet("y", "again:output:0")
            .build();
    GraphDef.Builder graph =
        graph(node("call", "PartitionedCall", "image").toBuilder().putAttr("f", f).build());
    graph.getLibraryBuilder().addFunction(function);
    refusedGraph(graph, "function f calls itself");
    refusedGraph(
        graph(node("call", "PartitionedCall", "image").toBuilder().putAttr("f", f).build()),
        "it calls a function that it lacks: f");
  }

  @Test
  void claimsWithoutContentAreRefused() throws IOException {
    TensorShapeProto huge =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dim.newBuilder().setSize(1 << 30))
            .addDim(TensorShapeProto.Dim.newBuilder().setSize(1 << 30))
            .build();
    NodeDef sum = node("sum", "AddV2", "image", "c");
    refusedGraph(
        graph(constant(t -> t.setDtype(DataType.DT_FLOAT).setTensorShape(huge)), sum),
        "array c claims more than 2 GB");
    TensorShapeProto large =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dim.newBuilder().setSize(100_000_000))
            .build();
    refusedGraph(
        graph(
            constant(t -> t.setDtype(DataType.DT_FLOAT).setTensorShape(large).addFloatVal(1)), sum),
        "constant c claims 100000000 values and writes 1");
    refusedGraph(
        graph(
            constant(
                t ->
                    t.setDtype(DataType.DT_FLOAT)
                        .setTensorShape(large)
                        .setTensorContent(ByteString.copyFrom(new byte[8]))),
            sum),
        "holds 8 bytes");
  }

  @Test
  void edgesToNothingAndSeveralEndsAreRefused() throws IOException {
    refusedGraph(graph(node("a", "Relu", "nowhere")), "node a reads 'nowhere', which is not there");
    refusedGraph(
        graph(node("a", "Relu", "image"), node("b", "Relu", "image")),
        "ends in a, b; name the node to end in with Importing.output(NODE)");
    Path file = folder.resolve("graph.pb");
    refused(file, "c", "there is no node 'c' in " + file + "; did you mean a");
  }

  @Test
  void fileKindsAreTold() throws IOException {
    Path text = Files.writeString(folder.resolve("graph.pbtxt"), "node {\n  name: \"a\"\n}\n");
    refused(text, null, text + " is a graph in text form");
    refused(
        TinyModels.path("keras.h5"),
        null,
        "is a file that Keras saved; import it with Importing.keras()");
    refused(folder.resolve("none"), null, "no such file or folder: " + folder.resolve("none"));
    refused(folder, null, "is no SavedModel: it has no saved_model.pb");
    Path noise = Files.write(folder.resolve("noise.pb"), new byte[] {10, 127, 3, 4, 5});
    refused(noise, null, noise + ": no GraphDef of TensorFlow, or a damaged or truncated one");
    refused(Files.write(folder.resolve("empty.pb"), new byte[0]), null, "an empty file");
  }

  @Test
  void signaturesAreListedAndNearOnesNamed() {
    Path two = TinyModels.path("two_signatures");
    refused(
        two,
        null,
        "has several signatures: classify, features; choose one with TensorflowImporting.signature(NAME)");
    refused(two, "feature", "there is no signature 'feature' in " + two, "did you mean features");
    refused(two, "classify", "gives several outputs: logits, probabilities; choose one with");
    refused(two, "classify:logit", "no output and no node 'logit'", "did you mean logits");
  }

  @Test
  void checkpointsMustBeWholeAndUntouched() throws IOException {
    Path copy = copyOf("keras_export");
    Path index = copy.resolve("variables/variables.index");
    Path data = copy.resolve("variables/variables.data-00000-of-00001");
    byte[] whole = Files.readAllBytes(data);

    whole[100] ^= 1;
    Files.write(data, whole);
    refused(copy, null, data + ": the values of", "are not those that were written (CRC-32C)");
    Files.write(data, Arrays.copyOf(whole, whole.length / 2));
    refused(copy, null, data + ": truncated");
    Files.delete(data);
    refused(copy, null, index + ": its shard variables.data-00000-of-00001 is missing");
    byte[] table = Files.readAllBytes(index);
    table[20] ^= 4;
    Files.write(index, table);
    refused(copy, null, index + ": a damaged or truncated index: a block of another checksum");
    Files.delete(index);
    refused(copy, null, index + ": is missing");
  }

  @Test
  void savedModelsWithoutTheirFileAreInput() {
    assertThatThrownBy(() -> TensorflowReader.open(folder, GraphOptions.NONE))
        .isInstanceOf(InputException.class);
  }

  /** A version, a description, the description of an input: where a SavedModel has no name. */
  @Test
  void coreMlModelsAreNoSavedModels() throws IOException {
    byte[] model = HexFormat.of().parseHex("080112180a160a05696d6167651a0d220b0a0308e0011803");
    Path file = Files.write(folder.resolve("network.mlmodel"), model);
    refused(file, null, "a Core ML model; neither a SavedModel nor a frozen graph; give the Keras");
    model[1] = 7;
    refused(Files.write(file, model), null, "a Core ML model");
    assertThatThrownBy(() -> KerasSource.open(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("a Core ML model; neither HDF5");
    Path saved = TinyModels.path("keras_export").resolve("saved_model.pb");
    Path renamed = Files.copy(saved, folder.resolve("renamed.pb"));
    assertThatThrownBy(() -> KerasSource.open(renamed))
        .hasMessageContaining("the saved_model.pb of a SavedModel");
  }

  /** A message of two bytes makes an object of a hundred. */
  @Test
  void manyEmptyMessagesAreRefusedBeforeTheyAreMade() throws IOException {
    byte[] bomb = new byte[24_000_000];
    for (int i = 0; i < bomb.length; i += 2) {
      bomb[i] = 10;
    }
    Path file = Files.write(folder.resolve("bomb.pb"), bomb);
    assertThatThrownBy(() -> TensorflowReader.open(file, GraphOptions.NONE))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("more than 150000 nodes");
  }

  private Path copyOf(String name) throws IOException {
    Path source = TinyModels.path(name);
    Path target = folder.resolve(name);
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : all.toList()) {
        Files.copy(path, target.resolve(source.relativize(path).toString()));
      }
    }
    return target;
  }
}
