package org.graft.engine.onednn;

import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Memory that is needed from one operation to another, and that others may use otherwise. */
final class Buffer {
  private final long size;
  private @Nullable memory block;

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
    return Objects.requireNonNull(block, "not placed yet");
  }
}
