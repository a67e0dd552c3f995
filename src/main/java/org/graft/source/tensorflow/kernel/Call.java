package org.graft.source.tensorflow.kernel;

import java.util.List;
import java.util.Map;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;

/**
 * One operation on arrays.
 *
 * @param attributes all of them, with their defaults where the graph leaves them out
 */
public record Call(String op, Map<String, AttrValue> attributes, List<Array> inputs) {

  Array input(int index) {
    if (index < 0 || index >= inputs.size()) {
      throw new IllegalArgumentException(
          op + " has " + inputs.size() + " inputs, at least " + (index + 1) + " expected");
    }
    return inputs.get(index);
  }

  boolean flag(String name) {
    return value(name).getB();
  }

  float number(String name) {
    return value(name).getF();
  }

  int integer(String name) {
    return Math.toIntExact(value(name).getI());
  }

  String text(String name) {
    return value(name).getS().toStringUtf8();
  }

  int[] integers(String name) {
    return value(name).getList().getIList().stream().mapToInt(Math::toIntExact).toArray();
  }

  DataType type(String name) {
    return value(name).getType();
  }

  /** Whether maps are {@code [batch, channels, height, width]}. */
  boolean channelsFirst() {
    return text("data_format").equals("NCHW");
  }

  private AttrValue value(String name) {
    return attributes.getOrDefault(name, AttrValue.getDefaultInstance());
  }
}
