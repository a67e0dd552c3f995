package org.graft.engine.onednn;

import org.bytedeco.dnnl.memory;

/**
 * What a layer gives for a batch.
 *
 * @param layout its axes, type and layout
 * @param buffer where it lies, from the beginning on
 */
record Value(memory.desc layout, Buffer buffer) {
  /** A value in a buffer of its own. */
  static Value of(memory.desc layout) {
    return new Value(layout, new Buffer(layout.get_size()));
  }

  long[] dims() {
    return Layouts.dims(layout);
  }

  memory.data_type type() {
    return Layouts.type(layout);
  }

  /** The same memory seen otherwise. */
  Value as(memory.desc other) {
    return new Value(other, buffer);
  }
}
