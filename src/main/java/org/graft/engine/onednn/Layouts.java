package org.graft.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.graft.plan.Shape;

/**
 * Descriptions of memory. oneDNN counts axes {@code [n, channels, height, width]} wherever they
 * lie; plain is {@code [n, height, width, channels]} without gaps.
 */
final class Layouts {
  static final memory.data_type F32 = memory.data_type.f32;
  static final memory.data_type BF16 = memory.data_type.bf16;

  private Layouts() {}

  /**
   * The axes of a batch: two for vectors, four for maps, and for all else whose cells are one
   * column.
   */
  static long[] dims(int batch, Shape shape) {
    return switch (shape.rank()) {
      case 1 -> new long[] {batch, shape.channels()};
      case 3 -> new long[] {batch, shape.channels(), shape.height(), shape.width()};
      default -> new long[] {batch, shape.channels(), shape.size() / shape.channels(), 1};
    };
  }

  /** Laid out as the primitive likes. */
  static memory.desc any(memory.data_type type, long... dims) {
    return new memory.desc(dims, type, memory.format_tag.any, false);
  }

  static memory.desc plain(memory.data_type type, long... dims) {
    memory.format_tag tag = dims.length == 4 ? memory.format_tag.acdb : lastFastest(dims.length);
    return new memory.desc(dims, type, tag, false);
  }

  private static memory.format_tag lastFastest(int axes) {
    return axes == 1 ? memory.format_tag.a : memory.format_tag.ab;
  }

  static memory.desc strided(memory.data_type type, long[] dims, long... strides) {
    return new memory.desc(dims, type, strides, false);
  }

  static long[] dims(memory.desc layout) {
    long[] dims = new long[layout.data().ndims()];
    layout.data().dims().get(dims);
    return dims;
  }

  static memory.data_type type(memory.desc layout) {
    return layout.data().data_type() == BF16.value ? BF16 : F32;
  }
}
