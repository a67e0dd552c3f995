package org.graft.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/** Weights in native memory, laid out once as the primitive that reads them wants them. */
record Constants(stream queue) {
  /**
   * @param values of layout {@code given}, float32
   * @param wanted layout and type of the result
   */
  memory laidOut(float[] values, memory.desc given, memory.desc wanted) {
    memory source = new memory(given, OneDnn.cpu());
    put(values, source);
    if (given.equals(wanted)) {
      return source;
    }
    memory target = new memory(wanted, OneDnn.cpu());
    try (reorder copy = new reorder(source, target)) {
      copy.execute(queue, source, target);
      queue._wait();
    }
    source.close();
    return target;
  }

  /** One value a channel, as it is. */
  memory vector(float... values) {
    memory vector = new memory(Layouts.plain(Layouts.F32, values.length), OneDnn.cpu());
    put(values, vector);
    return vector;
  }

  static void put(float[] values, memory into) {
    new FloatPointer(into.get_data_handle()).put(values, 0, values.length);
  }

  static void get(memory from, float... values) {
    new FloatPointer(from.get_data_handle()).get(values, 0, values.length);
  }
}
