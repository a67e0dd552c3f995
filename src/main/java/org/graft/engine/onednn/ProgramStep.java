package org.graft.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** One step of a program. */
interface ProgramStep extends AutoCloseable {
  /** What it reads and writes. */
  List<Buffer> buffers();

  /** Bytes of scratchpad that it needs. */
  default long scratchpad() {
    return 0;
  }

  /** Binds it to memory, once all buffers are placed. */
  default void bind(memory scratchpad) {}

  void execute(stream queue);

  @Override
  default void close() {}
}
