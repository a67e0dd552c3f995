package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft.fixture.SmallNetworks.conv;
import static org.graft.fixture.SmallNetworks.depthwise;
import static org.graft.fixture.SmallNetworks.pool;
import static org.graft.fixture.SmallNetworks.unitScale;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Activation;
import org.graft.plan.Layer;
import org.graft.plan.Padding;
import org.graft.plan.Reduction;
import org.graft.plan.Rescale;
import org.graft.plan.Size2d;
import org.graft.plan.ZeroPad2d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Windows with strides and paddings on maps of odd and even size; no window two or more shorter
 * than its stride, which SameDiff's own convolution cannot run.
 */
class WindowRulesTest {
  private static final Size2d TWO = Size2d.square(2);
  private static final Size2d THREE = Size2d.square(3);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9, 10})
  void windowsMeetTheBorderAsInSameDiff(int size) {
    List<Layer> layers = new ArrayList<>(List.of(unitScale("input_1")));
    for (Padding padding : Padding.values()) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int window = Math.max(1, stride - 1); window <= 4; window++) {
          layers.addAll(windows(padding, Size2d.square(stride), Size2d.square(window)));
        }
        layers.addAll(windows(padding, new Size2d(stride, 1), new Size2d(5, 2)));
      }
    }
    SameDiffNetwork network =
        Emitter.inference(SmallNetworks.model(size, layers.toArray(Layer[]::new)));
    Map<String, String> outputs = new LinkedHashMap<>();
    layers.forEach(layer -> outputs.put("out_" + layer.name(), layer.name()));

    double difference =
        OnnxExport.write(
                network,
                folder.resolve("windows.onnx"),
                new OnnxOptions(OnnxInput.BYTES, OnnxPrecision.FLOAT32, outputs, Map.of()),
                SmallNetworks.images(3, size))
            .maxAbsDifference();

    assertThat(difference).isLessThan(1e-5);
  }

  /** ONNX Runtime takes the zeros for part of the pool where it can. */
  @Test
  void poolsReadTheZerosAroundAMapThatIsBelowThem() {
    SameDiffNetwork network =
        Emitter.inference(
            SmallNetworks.model(
                7,
                new Rescale("below", "input_1", List.of(.01f), List.of(-9f)),
                new ZeroPad2d("pad", "below", 1, 1, 1, 1),
                pool("max", "pad", Reduction.MAX, THREE, TWO, Padding.VALID),
                pool("mean", "pad", Reduction.MEAN, THREE, TWO, Padding.SAME)));
    Map<String, String> outputs = new LinkedHashMap<>(Map.of("a", "max", "b", "mean"));
    OnnxExport.write(
        network,
        folder.resolve("padded.onnx"),
        OnnxOptions.numbers(outputs),
        SmallNetworks.images(2, 7));
    assertThat(network.run(SmallNetworks.images(2, 7), List.of("max")).get("max").getDouble(0))
        .isZero();
  }

  private static List<Layer> windows(Padding padding, Size2d stride, Size2d window) {
    String at = "_" + padding + "_" + text(stride) + "_" + text(window);
    return List.of(
        conv("conv" + at, "unit", 4, window, stride, padding, Activation.LINEAR),
        depthwise("depthwise" + at, "unit", 2, window, stride, padding),
        pool("mean" + at, "unit", Reduction.MEAN, window, stride, padding),
        pool("max" + at, "unit", Reduction.MAX, window, stride, padding));
  }

  private static String text(Size2d size) {
    return size.height() + "x" + size.width();
  }
}
