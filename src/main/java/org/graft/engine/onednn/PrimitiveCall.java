package org.graft.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;

/** A primitive with its arguments: values that are computed, and constants. */
final class PrimitiveCall implements ProgramStep {
  private final primitive call;
  private final memory.desc scratchpad;
  private final Map<Integer, Value> values = new LinkedHashMap<>();
  private final Map<Integer, memory> constants = new LinkedHashMap<>();
  private final IntMemoryMap arguments = new IntMemoryMap();

  PrimitiveCall(primitive_desc_base made) {
    this.call = new primitive(made.get());
    this.scratchpad = made.scratchpad_desc();
  }

  PrimitiveCall with(int argument, Value value) {
    values.put(argument, value);
    return this;
  }

  PrimitiveCall with(int argument, memory constant) {
    constants.put(argument, constant);
    return this;
  }

  @Override
  public List<Buffer> buffers() {
    return values.values().stream().map(Value::buffer).toList();
  }

  @Override
  public long scratchpad() {
    return scratchpad.get_size();
  }

  @Override
  public void bind(memory shared) {
    values.forEach((argument, value) -> put(argument, value.layout(), value.buffer().block()));
    constants.forEach(arguments::put);
    if (scratchpad() > 0) {
      put(DNNL_ARG_SCRATCHPAD, scratchpad, shared);
    }
  }

  private void put(int argument, memory.desc layout, memory block) {
    arguments.put(argument, new memory(layout, OneDnn.cpu(), block.get_data_handle()));
  }

  @Override
  public void execute(stream queue) {
    call.execute(queue, arguments);
  }

  @Override
  public void close() {
    call.close();
    arguments.close();
    constants.values().forEach(memory::close);
  }
}
