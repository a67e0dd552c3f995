package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.framework.DataType;

/** Values rounded to a few levels, and levels as values. */
final class QuantizationKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put(
        "FakeQuantWithMinMaxArgs",
        Kernel.of(c -> faked(c, i -> c.number("min"), i -> c.number("max"))));
    TABLE.put(
        "FakeQuantWithMinMaxVars",
        Kernel.of(c -> faked(c, i -> c.input(1).values()[0], i -> c.input(2).values()[0])));
    TABLE.put(
        "FakeQuantWithMinMaxVarsPerChannel",
        Kernel.of(
            c ->
                faked(
                    c,
                    i -> c.input(1).values()[i % c.input(0).axis(-1)],
                    i -> c.input(2).values()[i % c.input(0).axis(-1)])));
    TABLE.put("Dequantize", Kernel.of(QuantizationKernels::dequantized));
  }

  private QuantizationKernels() {}

  /** The range's end for a value by its place. */
  private interface Ends {
    float at(int place);
  }

  /** The range is moved so that 0 is a level, as TensorFlow's {@code Nudge} does. */
  private static Array faked(Call c, Ends low, Ends high) {
    int least = c.flag("narrow_range") ? 1 : 0;
    int most = (1 << c.integer("num_bits")) - 1;
    float[] values = c.input(0).values();
    return Array.floats(
        c.input(0).shape(),
        i -> {
          float scale = (high.at(i) - low.at(i)) / (most - least);
          float zero = least - low.at(i) / scale;
          int level = zero < least ? least : zero > most ? most : Math.round(zero);
          float bottom = (least - level) * scale;
          float top = (most - level) * scale;
          float clamped = Math.min(Math.max(values[i], bottom), top);
          double quantized = Math.floor((clamped - bottom) / scale + 0.5f) * scale + bottom;
          return low.at(i) == 0 && high.at(i) == 0 ? 0 : quantized;
        });
  }

  /** Bytes as tensorflow/core/kernels/dequantize_op.cc reads them, in each of its modes. */
  private static Array dequantized(Call c) {
    DataType type = c.type("T");
    boolean signed = type == DataType.DT_QINT8;
    if (!signed && type != DataType.DT_QUINT8) {
      throw new IllegalArgumentException("dequantizes " + type);
    }
    float low = c.input(1).values()[0];
    float high = c.input(2).values()[0];
    return switch (c.text("mode")) {
      case "MIN_COMBINED" -> scaled(c, signed ? 128 : 0, (high - low) / 255, low);
      case "MIN_FIRST" -> {
        float step = (float) ((high - low) * (256 / 255.0) / 256);
        yield scaled(c, signed ? 128 : 0, step, Math.round(low / step) * step);
      }
      case "SCALED" -> scaled(c, 0, signed ? Math.max(low / -128, high / 127) : high / 255, 0);
      default -> throw new IllegalArgumentException("mode " + c.text("mode"));
    };
  }

  private static Array scaled(Call c, int shift, float step, float offset) {
    Array x = c.input(0);
    return Array.floats(x.shape(), i -> (float) (x.at(i) + shift) * step + offset);
  }
}
