package org.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reduces a TIFF file to the tags of its first image that pixels depend on (TIFF 6.0, sections 2 to
 * 22), and refuses what no reader could take in bounded memory, or in another way than Pillow.
 */
final class TiffTags {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;
  private static final int COLOURS = 320;
  private static final int SAMPLE_FORMAT = 339;
  private static final int JPEG_TABLES = 347;

  private static final Set<Integer> KEPT =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          PHOTOMETRIC,
          266,
          STRIP_OFFSETS,
          SAMPLES,
          ROWS_PER_STRIP,
          STRIP_BYTES,
          284,
          292,
          293,
          317,
          COLOURS,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILE_OFFSETS,
          TILE_BYTES,
          332,
          338,
          SAMPLE_FORMAT,
          JPEG_TABLES,
          530,
          531);

  /** None, CCITT's three, LZW, JPEG, Deflate twice, PackBits. */
  private static final Set<Long> COMPRESSIONS = Set.of(1L, 2L, 3L, 4L, 5L, 7L, 8L, 32773L, 32946L);

  private static final long JPEG = 7;

  /** White or black is zero, RGB, palette, CMYK, YCbCr. */
  private static final Set<Long> PHOTOMETRICS = Set.of(0L, 1L, 2L, 3L, 5L, 6L);

  private static final int MOST_SAMPLES = 5;
  private static final int MOST_BITS = 16;
  private static final int MOST_PIECES = 1 << 20;

  /** Pixels that any piece may have, however small the image. */
  private static final long SMALL_PIECE = 1 << 20;

  private final byte[] tiff;
  private final TiffDirectory directory;

  private TiffTags(byte[] tiff) throws IOException {
    this.tiff = tiff;
    this.directory = TiffDirectory.of(ByteBuffer.wrap(tiff));
  }

  /** The first image alone, upright as its tag says, which Pillow follows in any case. */
  static PreparedFile essential(byte[] tiff) throws IOException {
    TiffTags tags = new TiffTags(tiff);
    tags.requireKnown();
    tags.requireSmallPieces();
    Orientation orientation = Orientation.of(tags.value(ORIENTATION, 1));
    return new PreparedFile(tags.rewritten()).turned(orientation);
  }

  private void requireKnown() throws IOException {
    require(COMPRESSIONS.contains(value(COMPRESSION, 1)), "compression", COMPRESSION);
    require(
        PHOTOMETRICS.contains(value(PHOTOMETRIC, -1)), "photometric interpretation", PHOTOMETRIC);
    long samples = value(SAMPLES, 1);
    require(samples >= 1 && samples <= MOST_SAMPLES, "samples a pixel", SAMPLES);
    require(value(BITS, 1) <= MOST_BITS, "bits a sample", BITS);
    require(value(SAMPLE_FORMAT, 1) == 1, "sample format", SAMPLE_FORMAT);
  }

  private void require(boolean known, String what, int tag) throws IOException {
    if (!known) {
      throw new IOException("a TIFF of " + what + " " + value(tag, -1) + ", which is not read");
    }
  }

  private void requireSmallPieces() throws IOException {
    boolean tiles = directory.first(TILE_WIDTH).isPresent();
    long width = value(WIDTH, 0);
    long height = value(HEIGHT, 0);
    long columns = tiles ? value(TILE_WIDTH, 0) : width;
    long rows = tiles ? value(TILE_HEIGHT, 0) : Math.min(height, value(ROWS_PER_STRIP, height));
    if (width < 1 || height < 1 || columns < 1 || rows < 1) {
      throw new IOException(
          "a TIFF of " + width + "x" + height + " pixels in pieces of " + columns + "x" + rows);
    }
    long most = Math.max(SMALL_PIECE, Math.min(width * height, Bounds.WHOLE));
    if (columns > Integer.MAX_VALUE || rows > Integer.MAX_VALUE || columns * rows > most) {
      throw new IOException(
          "a TIFF in pieces of %sx%s pixels, at most %s are taken".formatted(columns, rows, most));
    }
    long[] offsets = pieces(tiles ? TILE_OFFSETS : STRIP_OFFSETS);
    long[] sizes = pieces(tiles ? TILE_BYTES : STRIP_BYTES);
    if (offsets.length != sizes.length || offsets.length == 0) {
      throw new IOException(
          "a TIFF of " + offsets.length + " pieces and " + sizes.length + " sizes");
    }
    if (value(COMPRESSION, 1) == 1) {
      requireWhole(sizes, tiles ? rows * offsets.length : height, columns);
    }
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] + sizes[i] > tiff.length) {
        throw new IOException("truncated: a piece of the TIFF lies behind its end");
      }
      if (value(COMPRESSION, 1) == JPEG) {
        int from = (int) offsets[i];
        JpegSegments.requirePlain(
            Arrays.copyOfRange(tiff, from, from + (int) sizes[i]), columns * rows);
      }
    }
  }

  private void requireWhole(long[] sizes, long rows, long columns) throws IOException {
    long held = Arrays.stream(sizes).sum();
    long bits = columns * value(SAMPLES, 1) * value(BITS, 1);
    long pixels = rows * ((bits + Byte.SIZE - 1) / Byte.SIZE);
    if (held < pixels) {
      throw new IOException(
          "truncated: the TIFF holds " + held + " bytes of " + pixels + " of pixels");
    }
  }

  private long[] pieces(int tag) throws IOException {
    return directory.values(tag, MOST_PIECES);
  }

  private long value(int tag, long usual) {
    return directory.first(tag).orElse(usual);
  }

  /** The file with a directory of its own behind it. */
  private byte[] rewritten() throws IOException {
    List<TiffDirectory.Entry> kept = new ArrayList<>();
    for (TiffDirectory.Entry entry : directory.entries()) {
      if (KEPT.contains(entry.tag())) {
        if (!directory.lies(entry)) {
          throw new IOException(
              "truncated: values of the TIFF's tag " + entry.tag() + " lie behind its end");
        }
        kept.add(entry);
      }
    }
    int at = tiff.length + tiff.length % 2;
    ByteBuffer out =
        ByteBuffer.wrap(Arrays.copyOf(tiff, at + TiffDirectory.size(kept.size())))
            .order(directory.order());
    out.putInt(4, at).position(at);
    out.putShort((short) kept.size());
    kept.forEach(entry -> entry.write(out, tiff));
    out.putInt(0);
    directory.wide(COLOURS).ifPresent(colours -> toHighBytes(out, colours));
    return out.array();
  }

  /** A palette's colours of 16 bits, so that whoever rounds them to eight gets their high bytes. */
  private static void toHighBytes(ByteBuffer out, TiffDirectory.Entry colours) {
    for (int i = 0; i < colours.count(); i++) {
      int at = (int) colours.at() + Short.BYTES * i;
      int high = (out.getShort(at) & 0xffff) >> Byte.SIZE;
      out.putShort(at, (short) (high * 0x101));
    }
  }
}
