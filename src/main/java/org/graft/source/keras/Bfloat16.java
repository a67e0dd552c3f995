package org.graft.source.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.StringData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * Arrays of bfloat16, the first 16 bits of a float32. HDF5 has no such type: h5py writes opaque
 * values of 2 bytes without a tag, at which jhdf 0.13 fails. So in memory such a type is described
 * as strings of 2 bytes, which takes the same room, and the bytes are read as they are.
 */
final class Bfloat16 {
  private static final int BYTES = 2;

  /** A message of kind 3, a data type, of 8 bytes, up to its flags, which may be any. */
  private static final long MESSAGE = 0x0008_0003L;

  private static final long MESSAGE_MASK = 0xffff_ffffL;

  /** The message itself: version 1, class 5 (opaque), no tag, 2 bytes. */
  private static final long OPAQUE = 0x0000_0002_0000_0015L;

  /** The same for class 3, strings. */
  private static final long STRINGS = 0x0000_0002_0000_0013L;

  private Bfloat16() {}

  /** Whether {@code file} has arrays of such a type. */
  static boolean isIn(ByteBuffer file) {
    return places(file).findAny().isPresent();
  }

  /** Describes such types in {@code file} as strings. */
  static void describe(ByteBuffer file) {
    ByteBuffer words = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    places(file).forEach(at -> words.putLong(at, STRINGS));
  }

  private static IntStream places(ByteBuffer file) {
    ByteBuffer words = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return IntStream.range(1, words.limit() / Long.BYTES)
        .map(word -> word * Long.BYTES)
        .filter(
            at ->
                words.getLong(at) == OPAQUE
                    && (words.getLong(at - Long.BYTES) & MESSAGE_MASK) == MESSAGE);
  }

  static boolean isKeptIn(Dataset dataset) {
    return dataset instanceof ContiguousDataset
        && dataset.getDataType() instanceof StringData type
        && type.getSize() == BYTES;
  }

  static float[] values(Dataset dataset) {
    ByteBuffer bytes =
        ((ContiguousDataset) dataset).getBuffer().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[Math.toIntExact(dataset.getSize())];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(bytes.getShort(bytes.position() + i * BYTES) << 16);
    }
    return values;
  }
}
