package org.graft.export.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import onnx.Onnx;

/**
 * The file beside an ONNX file that holds its weights where protobuf's 2 GiB do not: ONNX' external
 * data. Each array begins on a page, so that it can be mapped, and the ONNX file holds its SHA-1.
 */
final class ExternalData implements AutoCloseable {
  /** Smaller arrays stay in the ONNX file, where checkers want to see shapes and axes. */
  private static final int LEAST_BYTES = 1024;

  private static final long PAGE = 4096;

  private final Path file;
  private final FileChannel channel;

  ExternalData(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Where the data of the ONNX file {@code model} lie. */
  static Path beside(Path model) {
    return model.resolveSibling(model.getFileName() + ".data");
  }

  /** Takes the tensor's bytes out of it, unless they are few, and says in it where they are. */
  void take(Onnx.TensorProto.Builder tensor) {
    if (tensor.getRawData().size() < LEAST_BYTES) {
      return;
    }
    try {
      ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer();
      long offset = (channel.size() + PAGE - 1) / PAGE * PAGE;
      tensor
          .addExternalData(OnnxSerializer.entry("checksum", sha1(bytes.duplicate())))
          .addExternalData(OnnxSerializer.entry("length", Integer.toString(bytes.remaining())))
          .addExternalData(OnnxSerializer.entry("location", file.getFileName().toString()))
          .addExternalData(OnnxSerializer.entry("offset", Long.toString(offset)));
      channel.position(offset);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      tensor.clearRawData().setDataLocation(Onnx.TensorProto.DataLocation.EXTERNAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The digest that the format names. */
  private static String sha1(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(bytes);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
