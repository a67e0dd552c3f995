package org.graft.storage;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One array in NumPy's {@code .npy} format, version 1.0 (NEP 1): a header line, then the values in
 * C order, little-endian. Reads and writes float32; everything else is refused.
 */
public record NpyArray(float[] values, int... shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 1 << 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

  /** Writes header and values. */
  public void write(OutputStream out) throws IOException {
    writeHeader(out, shape);
    writeValues(out, values);
  }

  /** Writes what stands before the values of an array of that shape. */
  public static void writeHeader(OutputStream out, int... shape) throws IOException {
    String tuple = Arrays.stream(shape).mapToObj(a -> a + ",").collect(Collectors.joining(" "));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
    int length = MAGIC.length + 2 + header.length() + 1;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    header += " ".repeat(padding) + "\n";
    out.write(MAGIC);
    out.write(header.length() & 0xff);
    out.write(header.length() >> 8);
    out.write(header.getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes values, all of an array's or those that come next. */
  public static void writeValues(OutputStream out, float... values) throws IOException {
    int most = Math.min(CHUNK, values.length) * Float.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.clear().asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  /** Reads an array of at most {@code maximumSize} values; throws for any other kind of content. */
  public static NpyArray read(InputStream in, long maximumSize) throws IOException {
    int[] shape = readShape(in, maximumSize);
    return new NpyArray(values(in, (int) size(shape)), shape);
  }

  /** Reads what stands before the values, no byte more, and throws as {@link #read} does. */
  public static int[] readShape(InputStream in, long maximumSize) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] magic = data.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new NpyFormatException("not a .npy array of version 1.0");
    }
    int headerLength = data.readUnsignedByte() | data.readUnsignedByte() << 8;
    String header = new String(data.readNBytes(headerLength), StandardCharsets.US_ASCII);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new NpyFormatException("not a float32 array in C order: " + header.strip());
    }
    int[] shape = shape(matcher.group(1));
    long size = size(shape);
    if (size > maximumSize) {
      throw new NpyFormatException(
          "an array of " + size + " values, at most " + maximumSize + " expected");
    }
    return shape;
  }

  private static int[] shape(String tuple) throws IOException {
    try {
      return Arrays.stream(tuple.split(","))
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new NpyFormatException("no shape: (" + tuple + ")", e);
    }
  }

  private static long size(int... shape) throws IOException {
    try {
      return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new NpyFormatException("no array has the shape " + Arrays.toString(shape), e);
    }
  }

  private static float[] values(InputStream in, int size) throws IOException {
    float[] values = new float[size];
    byte[] bytes = new byte[Math.min(CHUNK, size) * Float.BYTES];
    for (int from = 0; from < size; from += CHUNK) {
      int count = Math.min(CHUNK, size - from);
      if (in.readNBytes(bytes, 0, count * Float.BYTES) < count * Float.BYTES) {
        throw new EOFException("truncated after " + from + " of " + size + " values");
      }
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values, from, count);
    }
    return values;
  }
}
