package org.graft.source.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import org.graft.failure.MalformedFileException;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.Descriptors.Descriptor;
import org.nd4j.shade.protobuf.Descriptors.FieldDescriptor;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.Parser;

/**
 * Protobuf messages parsed with a bound on what they make: a message of two bytes is an object of a
 * hundred and more, so that the fields are counted before any object is made.
 */
final class WireFormat {
  /** Twenty times the fields of the largest network of {@code keras.applications}. */
  private static final int MOST_FIELDS = 10_000_000;

  private static final int DEEPEST = 64;

  private final Path path;
  private int fields;

  private WireFormat(Path path) {
    this.path = path;
  }

  /** The message in {@code bytes}, or the file's mistake. */
  static <M> M parse(Path path, byte[] bytes, Descriptor type, Parser<M> parser) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      new WireFormat(path).count(in, type, 0);
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw damaged(path, type, e);
    } catch (IOException e) {
      throw damaged(path, type, e);
    }
  }

  private static MalformedFileException damaged(Path path, Descriptor type, IOException e) {
    return new MalformedFileException(
        path,
        "no "
            + type.getName()
            + " of TensorFlow, or a damaged or truncated one ("
            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
            + ")",
        e);
  }

  private void count(CodedInputStream in, Descriptor type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new MalformedFileException(path, "messages nested deeper than " + DEEPEST);
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (++fields > MOST_FIELDS) {
        throw new MalformedFileException(
            path, "more than " + MOST_FIELDS + " fields, which no network needs");
      }
      FieldDescriptor field = type == null ? null : type.findFieldByNumber(tag >>> 3);
      boolean delimited = (tag & 7) == 2;
      if (delimited && field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        int limit = in.pushLimit(in.readRawVarint32());
        count(in, field.getMessageType(), depth + 1);
        in.popLimit(limit);
      } else {
        in.skipField(tag);
      }
    }
  }
}
