package org.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reduces a WebP file (RFC 9649) to the one chunk that its pixels depend on, lossy or lossless: of
 * an animation to its first frame, whose place on the canvas is kept. Alpha is dropped, and
 * profiles and metadata are not read.
 */
final class WebpChunks {
  private static final int HEADER = 12;
  private static final int CHUNK = 8;
  private static final int CANVAS = 4;
  private static final int FRAME = 16;
  private static final String LOSSY = "VP8 ";
  private static final String LOSSLESS = "VP8L";

  private WebpChunks() {}

  /** The first image alone; throws where there is none. */
  static PreparedFile essential(byte[] webp) throws IOException {
    Optional<ByteBuffer> frame = first(webp, "ANMF");
    if (frame.isEmpty()) {
      return new PreparedFile(alone(bitstream(ByteBuffer.wrap(webp), HEADER)));
    }
    ByteBuffer canvas =
        first(webp, "VP8X").orElseThrow(() -> new IOException("an animated WebP without a canvas"));
    ByteBuffer place = frame.get();
    if (canvas.limit() < CANVAS + 6 || place.limit() < FRAME) {
      throw new IOException("truncated within the WebP's header");
    }
    return new PreparedFile(alone(bitstream(place, FRAME)))
        .on(
            new Ground(
                1 + number(canvas, CANVAS),
                1 + number(canvas, CANVAS + 3),
                2 * number(place, 0),
                2 * number(place, 3),
                0));
  }

  /** The content of the file's first chunk of that type. */
  static Optional<ByteBuffer> first(byte[] webp, String type) {
    return chunk(ByteBuffer.wrap(webp), HEADER, type)
        .map(found -> found.slice(CHUNK, found.limit() - CHUNK));
  }

  private static ByteBuffer bitstream(ByteBuffer file, int from) throws IOException {
    return chunk(file, from, LOSSY)
        .or(() -> chunk(file, from, LOSSLESS))
        .orElseThrow(() -> new IOException("a WebP without pixels, or cut short"));
  }

  /** A chunk with its header; empty where there is none, or it is cut short. */
  private static Optional<ByteBuffer> chunk(ByteBuffer file, int from, String type) {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    long at = from;
    while (in.limit() - at >= CHUNK) {
      byte[] name = new byte[4];
      in.get((int) at, name);
      long size = in.getInt((int) at + 4) & 0xffffffffL;
      boolean wanted = new String(name, StandardCharsets.ISO_8859_1).equals(type);
      if (wanted && size <= in.limit() - at - CHUNK) {
        return Optional.of(in.slice((int) at, (int) size + CHUNK));
      }
      at += CHUNK + size + size % 2;
    }
    return Optional.empty();
  }

  /** A file of that chunk and no other. */
  private static byte[] alone(ByteBuffer chunk) {
    int size = chunk.limit() + chunk.limit() % 2;
    ByteBuffer out = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(size + 4);
    out.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(chunk.slice());
    return out.array();
  }

  /** Three bytes, the least first. */
  private static int number(ByteBuffer from, int at) {
    return (from.get(at) & 0xff) | (from.get(at + 1) & 0xff) << 8 | (from.get(at + 2) & 0xff) << 16;
  }
}
