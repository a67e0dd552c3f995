package org.graft.source.keras;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.graft.failure.MalformedFileException;

/**
 * The chunks of one array, looked through before jhdf unpacks them: each must be there, and unpack
 * to no more than a chunk is.
 */
final class Hdf5Chunks {
  /** Filters by their numbers in the HDF5 specification and its registry. */
  private static final int DEFLATE = 1;

  private static final int SHUFFLE = 2;
  private static final int FLETCHER_32 = 3;
  private static final int LZF = 32000;

  private final Path path;
  private final ChunkedDataset dataset;
  private final int[] chunk;
  private final long bytes;

  Hdf5Chunks(Path path, ChunkedDataset dataset) {
    this.path = path;
    this.dataset = dataset;
    this.chunk = dataset.getChunkDimensions();
    double size = dataset.getDataType().getSize();
    for (int axis : chunk) {
      size *= axis;
    }
    this.bytes = (long) size;
  }

  void requireHonest() {
    int[] shape = dataset.getDimensions();
    if (chunk.length != shape.length || Arrays.stream(chunk).anyMatch(axis -> axis < 1)) {
      throw malformed("has chunks of the shape " + Arrays.toString(chunk));
    }
    boolean deflated = isDeflated(dataset.getFilters());
    int[] offset = new int[shape.length];
    do {
      ByteBuffer packed = dataset.getRawChunkBuffer(offset);
      if (deflated && !unpacksWithin(packed)) {
        throw malformed("has a chunk that unpacks to more than its " + bytes + " bytes");
      }
    } while (next(offset, shape));
  }

  /**
   * Whether deflate is among the filters; the file's mistake if another one is that might blow up.
   */
  private boolean isDeflated(List<PipelineFilterWithData> filters) {
    int deflates = 0;
    for (PipelineFilterWithData filter : filters) {
      int id = filter.getId();
      int[] data = filter.getFilterData();
      boolean lzf = id == LZF && data.length > 2 && data[2] == bytes;
      if (!lzf && id != DEFLATE && id != SHUFFLE && id != FLETCHER_32) {
        throw malformed(
            "is packed by " + filter.getName() + ", which is not read; gzip and LZF are");
      }
      deflates += id == DEFLATE ? 1 : 0;
    }
    if (deflates > 1) {
      throw malformed("is packed by deflate " + deflates + " times");
    }
    return deflates == 1;
  }

  private boolean unpacksWithin(ByteBuffer packed) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] scratch = new byte[1 << 13];
      long unpacked = 0;
      int more = 1;
      while (more > 0 && unpacked <= bytes) {
        more = inflater.inflate(scratch);
        unpacked += more;
      }
      return unpacked <= bytes;
    } catch (DataFormatException e) {
      throw new MalformedFileException(
          path, dataset.getPath() + " has a chunk that does not unpack: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  /** Goes on to the next chunk, the last axis first; {@code false} behind the last one. */
  private boolean next(int[] offset, int... shape) {
    for (int axis = offset.length - 1; axis >= 0; axis--) {
      offset[axis] += chunk[axis];
      if (offset[axis] < shape[axis]) {
        return true;
      }
      offset[axis] = 0;
    }
    return false;
  }

  private MalformedFileException malformed(String problem) {
    return new MalformedFileException(path, dataset.getPath() + " " + problem);
  }
}
