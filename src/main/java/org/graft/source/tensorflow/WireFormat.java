package org.graft.source.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import org.graft.failure.FirstLine;
import org.graft.failure.MalformedFileException;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.Descriptors.Descriptor;
import org.nd4j.shade.protobuf.Message;

/**
 * The door through which all protobuf bytes go: looked over by {@link WireCheck} before the library
 * parses them.
 */
final class WireFormat {
  private WireFormat() {}

  /**
   * The message in {@code bytes}, or the file's mistake.
   *
   * @param kind any message of its kind
   */
  @SuppressWarnings("unchecked")
  static <M extends Message> M parse(Path path, byte[] bytes, M kind) {
    Descriptor type = kind.getDescriptorForType();
    try {
      WireCheck.look(bytes, type);
      return (M) kind.getParserForType().parseFrom(bytes);
    } catch (IOException e) {
      throw new MalformedFileException(
          path,
          "no %s of TensorFlow, or a damaged or truncated one (%s)"
              .formatted(type.getName(), FirstLine.of(e)),
          e);
    }
  }

  /**
   * Passes by a field of a message that is read by hand.
   *
   * @throws IOException if it is a group, which the library would follow to any depth
   */
  static void skip(CodedInputStream in, int tag) throws IOException {
    WireCheck.requireNoGroup(tag & 7);
    in.skipField(tag);
  }
}
