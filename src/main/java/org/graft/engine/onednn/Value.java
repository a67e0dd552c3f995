package org.graft.engine.onednn;

import org.bytedeco.dnnl.memory;

/**
 * What a layer gives for a batch.
 *
 * @param desc its axes, type and layout
 * @param buffer where it lies, from the beginning on
 */
record Value(memory.desc desc, Buffer buffer) {
  /** A value in a buffer of its own. */
  static Value of(memory.desc desc) {
    return new Value(desc, new Buffer(desc.get_size()));
  }

  long[] dims() {
    return Layouts.dims(desc);
  }

  memory.data_type type() {
    return Layouts.type(desc);
  }

  /** The same memory seen otherwise. */
  Value as(memory.desc other) {
    return new Value(other, buffer);
  }
}
