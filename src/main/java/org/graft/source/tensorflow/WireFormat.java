package org.graft.source.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import org.graft.failure.FirstLine;
import org.graft.failure.MalformedFileException;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.Descriptors.Descriptor;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.Parser;

/**
 * The door through which all protobuf bytes go: looked over by {@link WireCheck} before the library
 * parses them.
 */
final class WireFormat {
  private WireFormat() {}

  /** The message in {@code bytes}, or the file's mistake. */
  static <M> M parse(Path path, byte[] bytes, Descriptor type, Parser<M> parser) {
    try {
      WireCheck.look(bytes, type);
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw damaged(path, type, e);
    } catch (IOException e) {
      throw damaged(path, type, e);
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

  private static MalformedFileException damaged(Path path, Descriptor type, IOException e) {
    return new MalformedFileException(
        path,
        "no %s of TensorFlow, or a damaged or truncated one (%s)"
            .formatted(type.getName(), FirstLine.of(e)),
        e);
  }
}
