package org.graft.source.tensorflow;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.shade.protobuf.Descriptors.Descriptor;
import org.nd4j.shade.protobuf.Descriptors.FieldDescriptor;
import org.tensorflow.framework.NodeDef;

/**
 * Walks the bytes of a protobuf message without making anything of them, in time linear in their
 * number and without recursion. The library follows groups and messages as deep as a file says
 * (CVE-2024-7254), and makes an object of a hundred bytes and more of a message of two; so depth
 * and fields are bounded here. Groups (wire types 3 and 4) are refused: no message of TensorFlow or
 * ONNX has any.
 */
final class WireCheck {
  /** Four times the fields of the largest SavedModels of {@code keras.applications}. */
  static final int MOST_FIELDS = 4_000_000;

  /** Several times the nodes of those, of all functions and signatures together. */
  static final int MOST_NODES = 150_000;

  static final int DEEPEST = 64;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;
  private static final int FIXED32 = 5;
  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Descriptor, Map<Integer, Descriptor>> nested = new HashMap<>();
  private int at;
  private int nodes;

  /** A message that has begun and ends at {@code end}. */
  private record Open(int end, Map<Integer, Descriptor> nested) {}

  private WireCheck(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Looks over a message of that type.
   *
   * @throws IOException if it is damaged, deeper than 64 messages, has more than four million
   *     fields or 150,000 nodes, or holds a group
   */
  static void look(byte[] bytes, Descriptor type) throws IOException {
    new WireCheck(bytes).look(type);
  }

  static void requireNoGroup(int wireType) throws IOException {
    if (wireType == START_GROUP || wireType == END_GROUP) {
      throw new IOException("it holds a group, which no network has");
    }
  }

  private void look(Descriptor type) throws IOException {
    open.push(new Open(bytes.length, nested(type)));
    for (int fields = 0; !open.isEmpty(); fields++) {
      if (at == open.peek().end()) {
        open.pop();
      } else if (fields > MOST_FIELDS) {
        throw new IOException("more than " + MOST_FIELDS + " fields, which no network needs");
      } else {
        field(open.peek());
      }
    }
  }

  private void field(Open message) throws IOException {
    long tag = varint(message.end());
    int wireType = (int) tag & 7;
    requireNoGroup(wireType);
    switch (wireType) {
      case VARINT -> varint(message.end());
      case FIXED64 -> pass(Long.BYTES, message.end());
      case FIXED32 -> pass(Integer.BYTES, message.end());
      case DELIMITED -> {
        long length = varint(message.end());
        Descriptor inner = message.nested().get((int) (tag >>> 3));
        int begin = at;
        pass(length, message.end());
        if (inner != null) {
          enter(inner, begin);
        }
      }
      default -> throw new IOException("a field of the unknown kind " + wireType);
    }
  }

  private void enter(Descriptor type, int begin) throws IOException {
    if (open.size() > DEEPEST) {
      throw new IOException("messages nested deeper than " + DEEPEST);
    }
    if (type == NodeDef.getDescriptor() && ++nodes > MOST_NODES) {
      throw new IOException("more than " + MOST_NODES + " nodes, which no network needs");
    }
    open.push(new Open(at, nested(type)));
    at = begin;
  }

  /** The fields of a message that are messages again, by number. */
  private Map<Integer, Descriptor> nested(Descriptor type) {
    return nested.computeIfAbsent(
        type,
        t -> {
          Map<Integer, Descriptor> messages = new HashMap<>();
          for (FieldDescriptor field : t.getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
              messages.put(field.getNumber(), field.getMessageType());
            }
          }
          return messages;
        });
  }

  private void pass(long length, int end) throws IOException {
    if (length < 0 || length > end - at) {
      throw new EOFException("a field outside of its message");
    }
    at += (int) length;
  }

  private long varint(int end) throws IOException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT && at < end; i++) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new EOFException("a number that does not end");
  }
}
