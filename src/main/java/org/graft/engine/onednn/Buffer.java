package org.graft.engine.onednn;

import org.bytedeco.dnnl.memory;

/** Memory that is needed from one operation to another, and that others may use otherwise. */
final class Buffer {
  private final long size;
  private memory block;

  Buffer(long size) {
    this.size = size;
  }

  /** In bytes. */
  long size() {
    return size;
  }

  /** Puts it at the beginning of a block. */
  void place(memory in) {
    block = in;
  }

  memory block() {
    return block;
  }
}
