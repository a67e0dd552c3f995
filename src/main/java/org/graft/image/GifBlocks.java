package org.graft.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Reduces a GIF file to its first image (GIF89a, clauses 17 to 23): header, palettes and coded
 * pixels. ImageIO gathers comments block by block, in time that grows with their square.
 */
final class GifBlocks {
  private static final int HEADER = 13;
  private static final int FLAGS = 10;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int DESCRIPTOR = 10;
  private static final int DESCRIPTOR_FLAGS = 9;

  private final byte[] gif;

  private GifBlocks(byte[] gif) {
    this.gif = gif;
  }

  /** The first image alone; throws where there is none. */
  static byte[] essential(byte[] gif) throws IOException {
    return new GifBlocks(gif).essential();
  }

  private byte[] essential() throws IOException {
    int header = HEADER + palette(FLAGS);
    int image = header;
    while (at(image) == EXTENSION) {
      image = behindBlocks(image + 2);
    }
    if (at(image) != IMAGE) {
      throw new IOException(
          image >= gif.length ? "truncated within the GIF header" : "a GIF without pixels");
    }
    int data = image + DESCRIPTOR + palette(image + DESCRIPTOR_FLAGS) + 1;
    int end = Math.min(gif.length, behindBlocks(data));
    ByteArrayOutputStream out = new ByteArrayOutputStream(gif.length);
    out.write(gif, 0, Math.min(gif.length, header));
    out.write(gif, image, end - image);
    out.write(TRAILER);
    return out.toByteArray();
  }

  /** Where the blocks that begin here end; a block of no bytes is the last. */
  private int behindBlocks(int first) {
    int block = first;
    while (at(block) > 0) {
      block += 1 + at(block);
    }
    return block + 1;
  }

  /** The bytes of the palette that these flags announce. */
  private int palette(int flags) {
    return (at(flags) & 0x80) == 0 ? 0 : Pixels.CHANNELS << ((at(flags) & 7) + 1);
  }

  /** A byte, or -1 behind the end. */
  private int at(int index) {
    return index < gif.length ? gif[index] & 0xff : -1;
  }
}
