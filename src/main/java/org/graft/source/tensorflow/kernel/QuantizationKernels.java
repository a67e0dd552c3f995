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
    float[] values = c.input(0).values().clone();
    for (int i = 0; i < values.length; i++) {
      float scale = (high.at(i) - low.at(i)) / (most - least);
      float zero = least - low.at(i) / scale;
      int level = zero < least ? least : zero > most ? most : Math.round(zero);
      float bottom = (least - level) * scale;
      float top = (most - level) * scale;
      float clamped = Math.min(Math.max(values[i], bottom), top);
      values[i] = (float) (Math.floor((clamped - bottom) / scale + 0.5f) * scale + bottom);
      values[i] = low.at(i) == 0 && high.at(i) == 0 ? 0 : values[i];
    }
    return Array.of(values, c.input(0).shape());
  }

  /** {@code MIN_COMBINED} of unsigned bytes. */
  private static Array dequantized(Call c) {
    DataType type = c.type("T");
    if (!c.text("mode").equals("MIN_COMBINED") || type != DataType.DT_QUINT8) {
      throw new IllegalArgumentException("mode " + c.text("mode") + " of " + type);
    }
    float low = c.input(1).values()[0];
    float scale = (c.input(2).values()[0] - low) / 255;
    float[] values = new float[c.input(0).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (c.input(0).at(i) * scale + low);
    }
    return Array.of(values, c.input(0).shape());
  }
}
