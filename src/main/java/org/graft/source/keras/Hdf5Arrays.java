package org.graft.source.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.graft.failure.MalformedFileException;
import org.graft.failure.UnsupportedModelException;
import org.nd4j.common.util.ArrayUtil;

/**
 * The arrays of one HDF5 file: floating-point numbers of 16, 32 or 64 bits, of either byte order,
 * stored compact, in one piece or in chunks, plain or packed by deflate, LZF, shuffle and checksum,
 * as h5py writes them. Nothing is set aside for more than the file can hold: unpacked, all of it
 * together makes at most 64 MiB or {@value #MOST_RATIO} times the file.
 */
final class Hdf5Arrays {
  private static final int MOST_RATIO = 32;
  private static final long ALWAYS_ALLOWED = 64L << 20;
  private static final int MOST_AXES = 8;

  /** Bytes of a number and the bits of its exponent in IEEE 754. */
  private static final Map<Integer, Integer> EXPONENTS = Map.of(2, 5, 4, 8, 8, 11);

  private final Path path;
  private final long length;
  private double claimed;

  Hdf5Arrays(Path path, long length) {
    this.path = path;
    this.length = length;
  }

  /** An array of the file, its values left there until they are wanted. */
  StoredArray array(String name, Dataset dataset) {
    long[] axes = dataset.getDimensionsAsLong();
    double bytes = dataset.getDataType().getSize();
    for (long axis : axes) {
      bytes *= axis;
    }
    claimed += bytes;
    boolean packed = dataset instanceof ChunkedDataset;
    double most = packed ? Math.max(ALWAYS_ALLOWED, (double) MOST_RATIO * length) : length;
    boolean negative = Arrays.stream(axes).anyMatch(axis -> axis < 0);
    if (negative || axes.length > MOST_AXES || bytes > Integer.MAX_VALUE || claimed > most) {
      throw malformed(
          dataset,
          "claims the shape %s in a file of %d bytes".formatted(Arrays.toString(axes), length));
    }
    int[] shape = Arrays.stream(axes).mapToInt(Math::toIntExact).toArray();
    boolean integers = dataset.getDataType() instanceof FixedPoint type && type.getSize() == 1;
    return new StoredArray(name, shape, integers, () -> Hdf5.guarded(path, () -> values(dataset)));
  }

  /**
   * Floats; a single integer too, which Keras keeps a count of batches in, and integers of 8 bits,
   * which it keeps quantised kernels in.
   */
  private float[] values(Dataset dataset) {
    if (dataset.isScalar() && dataset.getDataType() instanceof FixedPoint) {
      return new float[] {((Number) dataset.getData()).floatValue()};
    }
    if (Bfloat16.isKeptIn(dataset)) {
      return Bfloat16.values(dataset);
    }
    requireKnown(dataset);
    if (dataset instanceof ChunkedDataset chunked) {
      new Hdf5Chunks(path, chunked).requireHonest();
    }
    Object data = dataset.getDataFlat();
    if (data instanceof double[] doubles) {
      return ArrayUtil.toFloats(doubles);
    }
    if (data instanceof byte[] bytes) {
      return widened(bytes);
    }
    if (data instanceof float[] floats) {
      return floats;
    }
    throw malformed(dataset, "holds no values in this file");
  }

  private void requireKnown(Dataset dataset) {
    boolean known =
        dataset.getDataType() instanceof FloatingPoint floats
            ? Objects.equals(EXPONENTS.get(floats.getSize()), (int) floats.getExponentSize())
            : dataset.getDataType() instanceof FixedPoint numbers
                && numbers.getSize() == 1
                && numbers.isSigned();
    if (!known) {
      throw new UnsupportedModelException(
          "%s: %s holds %s of %d bytes, expected floats: save the model again in float32"
              .formatted(
                  path,
                  dataset.getPath(),
                  dataset.getDataType().getClass().getSimpleName(),
                  dataset.getDataType().getSize()));
    }
  }

  private static float[] widened(byte... bytes) {
    float[] floats = new float[bytes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = bytes[i];
    }
    return floats;
  }

  private MalformedFileException malformed(Dataset dataset, String problem) {
    return new MalformedFileException(path, dataset.getPath() + " " + problem);
  }
}
