package org.graft.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** Zeros in a buffer that others used before. */
record ZeroFill(Buffer buffer) implements ProgramStep {
  @Override
  public List<Buffer> buffers() {
    return List.of(buffer);
  }

  @Override
  public void execute(stream queue) {
    Pointer.memset(buffer.block().get_data_handle(), 0, buffer.size());
  }
}
