package org.graft.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Reduces a GIF file to its first image (GIF89a, clauses 17 to 23): header, palettes and coded
 * pixels, and the place of that image on the file's screen. ImageIO gathers comments block by
 * block, in time that grows with their square.
 */
final class GifBlocks {
  private static final int HEADER = 13;
  private static final int FLAGS = 10;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int DESCRIPTOR = 10;
  private static final int DESCRIPTOR_FLAGS = 9;
  private static final int SCREEN = 6;
  private static final int CONTROL = 0xf9;

  private final byte[] gif;

  private GifBlocks(byte[] gif) {
    this.gif = gif;
  }

  /** The first image alone; throws where there is none. */
  static PreparedFile essential(byte[] gif) throws IOException {
    return new GifBlocks(gif).essential();
  }

  private PreparedFile essential() throws IOException {
    int header = HEADER + palette(FLAGS);
    int image = header;
    int transparent = 0;
    while (at(image) == EXTENSION) {
      boolean stated = at(image + 1) == CONTROL && (at(image + 3) & 1) != 0;
      transparent = stated ? at(image + 6) : transparent;
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
    return new PreparedFile(out.toByteArray()).on(ground(image, Math.max(0, transparent)));
  }

  /** The screen, which grows where the image reaches over its edge, and the colour that it has. */
  private Ground ground(int image, int transparent) {
    int left = number(image + 1);
    int top = number(image + 3);
    int own = palette(image + DESCRIPTOR_FLAGS);
    int colours = own > 0 ? image + DESCRIPTOR : HEADER;
    int size = own > 0 ? own : palette(FLAGS);
    int colour = colours + Pixels.CHANNELS * transparent;
    boolean known = Pixels.CHANNELS * transparent < size && colour + 2 < gif.length;
    return new Ground(
        Math.max(number(SCREEN), left + number(image + 5)),
        Math.max(number(SCREEN + 2), top + number(image + 7)),
        left,
        top,
        known ? at(colour) << 16 | at(colour + 1) << 8 | at(colour + 2) : 0);
  }

  private int number(int index) {
    return Math.max(0, at(index)) | Math.max(0, at(index + 1)) << 8;
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
