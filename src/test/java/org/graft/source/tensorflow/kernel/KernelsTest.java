package org.graft.source.tensorflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.graft.failure.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.protobuf.TextFormat;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;

/** Single operations against what real TensorFlow gives for the same inputs. */
class KernelsTest {
  private static final Path GOLDENS =
      Path.of("src/test/resources/goldens/tensorflow_kernels.json.gz");

  /** Old operations and types that today's TensorFlow does not run; checked by hand below. */
  private static final Set<String> NOT_RUN =
      Set.of(
          "BatchMatMul",
          "BatchMatMulV3",
          "BatchNormWithGlobalNormalization",
          "Dequantize",
          "FusedBatchNormV2",
          "Identity",
          "IdentityN",
          "PlaceholderWithDefault",
          "ReadVariableOp",
          "Snapshot",
          "StopGradient");

  private static final List<JsonNode> CALLS = calls();

  private static List<JsonNode> calls() {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(GOLDENS))) {
      return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Arguments> golden() {
    return IntStream.range(0, CALLS.size())
        .mapToObj(i -> Arguments.of(i, CALLS.get(i).path("op").asText()));
  }

  private static Array array(JsonNode json) {
    int[] shape = new ObjectMapper().convertValue(json.path("shape"), int[].class);
    JsonNode values = json.path("values");
    DataType type = DataType.forNumber(json.path("type").asInt());
    if (type == DataType.DT_FLOAT) {
      float[] floats = new float[values.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values.path(i).asDouble();
      }
      return Array.of(floats, shape);
    }
    long[] wholes = new long[values.size()];
    for (int i = 0; i < wholes.length; i++) {
      wholes[i] = values.path(i).asLong();
    }
    return Array.of(type, wholes, shape);
  }

  private static List<Array> arrays(JsonNode list) {
    List<Array> arrays = new ArrayList<>();
    list.forEach(each -> arrays.add(array(each)));
    return arrays;
  }

  private static AttrValue value(String text) {
    try {
      AttrValue.Builder value = AttrValue.newBuilder();
      TextFormat.merge(text, value);
      return value.build();
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Call call(JsonNode json) {
    Map<String, AttrValue> attributes = new HashMap<>();
    json.path("attributes")
        .properties()
        .forEach(e -> attributes.put(e.getKey(), value(e.getValue().asText())));
    return new Call(json.path("op").asText(), attributes, arrays(json.path("inputs")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("golden")
  void givesWhatTensorflowGives(int index, String op) {
    JsonNode json = CALLS.get(index);
    List<Array> expected = arrays(json.path("outputs"));
    List<Array> found = Kernels.find(op).orElseThrow().run(call(json));
    for (int k = 0; k < expected.size(); k++) {
      assertThat(found.get(k).shape()).containsExactly(expected.get(k).shape());
      assertThat(found.get(k).type()).isEqualTo(expected.get(k).type());
      double greatest = 1e-30;
      double difference = 0;
      for (int i = 0; i < expected.get(k).size(); i++) {
        greatest = Math.max(greatest, Math.abs(expected.get(k).at(i)));
        difference = Math.max(difference, Math.abs(expected.get(k).at(i) - found.get(k).at(i)));
      }
      assertThat(difference / greatest).as(json.toString()).isLessThan(1e-6);
    }
  }

  @Test
  void everyOperationHasAGolden() {
    Set<String> without = new TreeSet<>(Kernels.operations());
    CALLS.forEach(json -> without.remove(json.path("op").asText()));
    assertThat(without).containsExactlyInAnyOrderElementsOf(new TreeSet<>(NOT_RUN));
  }

  @Test
  void whatWouldNotFitIsRefusedBeforeItIsMade() {
    Call fill =
        new Call(
            "Fill",
            Map.of(),
            List.of(
                Array.of(DataType.DT_INT32, new long[] {1 << 20, 1 << 20}, 2),
                Array.of(new float[1])));
    assertThatThrownBy(() -> Kernels.find("Fill").orElseThrow().run(fill))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("more than 512 MB");
  }

  @Test
  void productsWhoseInnerAxesDifferAreRefused() {
    List<Array> inputs = List.of(Array.of(new float[6], 1, 2, 3), Array.of(new float[20], 1, 4, 5));
    assertThatThrownBy(
            () ->
                Kernels.find("BatchMatMulV2")
                    .orElseThrow()
                    .run(new Call("BatchMatMulV2", Map.of(), inputs)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a product of DT_FLOAT[1, 2, 3] and DT_FLOAT[1, 4, 5]");
  }

  /** {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta}, gamma only where it is said. */
  @Test
  void normalisesAsBefore2016() {
    for (boolean scale : new boolean[] {true, false}) {
      Map<String, AttrValue> attributes =
          Map.of(
              "variance_epsilon", value("f: 1"),
              "scale_after_normalization", value("b: " + scale));
      List<Array> inputs =
          List.of(
              Array.of(new float[] {7}, 1, 1, 1, 1),
              Array.of(new float[] {1}, 1),
              Array.of(new float[] {3}, 1),
              Array.of(new float[] {10}, 1),
              Array.of(new float[] {5}, 1));
      String op = "BatchNormWithGlobalNormalization";
      Array y = Kernels.find(op).orElseThrow().run(new Call(op, attributes, inputs)).get(0);
      assertThat(y.floats()).containsExactly(scale ? 25 : 13);
    }
  }
}
