package org.graft.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures that cost much more than they weigh. */
public final class HostileImages {
  private static final int PNG_HEADER_END = 33;
  private static final int GIF_HEADER = 13;

  private HostileImages() {}

  /** A picture of a side of so many pixels with a few colours, in a format of ImageIO's. */
  public static byte[] plain(String format, int side, int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image(side, type), format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static BufferedImage image(int side, int type) {
    BufferedImage image = new BufferedImage(side, side, type);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.ORANGE);
    pen.fillRect(side / 4, side / 3, side / 2, side / 2);
    pen.dispose();
    return image;
  }

  /** A progressive JPEG whose last scan comes so many times more. */
  public static byte[] scans(int side, int more) {
    byte[] jpeg = progressive(side);
    int end = last(jpeg, 0xd9);
    byte[] scan = Arrays.copyOfRange(jpeg, last(jpeg, 0xda), end);
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + more * scan.length);
    out.put(jpeg, 0, end);
    for (int i = 0; i < more; i++) {
      out.put(scan);
    }
    return out.put(jpeg, end, jpeg.length - end).array();
  }

  private static byte[] progressive(int side) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam progressive = writer.getDefaultWriteParam();
      progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(
          null, new IIOImage(image(side, BufferedImage.TYPE_INT_RGB), null, null), progressive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static int last(byte[] jpeg, int marker) {
    int at = jpeg.length - 2;
    while ((jpeg[at] & 0xff) != 0xff || (jpeg[at + 1] & 0xff) != marker) {
      at--;
    }
    return at;
  }

  /** A PNG with a palette, and behind its header a chunk of that type again and again. */
  public static byte[] chunks(int side, String type, byte[] content, int times) {
    byte[] png = plain("png", side, BufferedImage.TYPE_BYTE_INDEXED);
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(type.getBytes(StandardCharsets.ISO_8859_1)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, content.length + 4);
    chunk.putInt((int) crc.getValue());
    ByteBuffer out = ByteBuffer.allocate(png.length + times * chunk.capacity());
    int before = type.equals("IDAT") ? indexOf(png, "IDAT") - 4 : PNG_HEADER_END;
    out.put(png, 0, before);
    for (int i = 0; i < times; i++) {
      out.put(chunk.array());
    }
    return out.put(png, before, png.length - before).array();
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  /** A text of so many zeros, as PNG packs it. */
  public static byte[] packedText(int length) {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[length]);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** A GIF with a comment in so many blocks of one byte before its image. */
  public static byte[] comment(int side, int blocks) {
    byte[] gif = plain("gif", side, BufferedImage.TYPE_BYTE_INDEXED);
    int header = GIF_HEADER + (gif[10] < 0 ? 3 << ((gif[10] & 7) + 1) : 0);
    ByteBuffer out = ByteBuffer.allocate(gif.length + 2 * blocks + 3);
    out.put(gif, 0, header).put((byte) 0x21).put((byte) 0xfe);
    for (int i = 0; i < blocks; i++) {
      out.put((byte) 1).put((byte) 'x');
    }
    return out.put((byte) 0).put(gif, header, gif.length - header).array();
  }

  /** A BMP with a header of version 5 that embeds a colour profile which is none. */
  public static byte[] profile(int side) {
    byte[] bmp = plain("bmp", side, BufferedImage.TYPE_INT_RGB);
    int pixels = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).getInt(10);
    int grown = 124 - 40;
    byte[] profile = "no profile at all".repeat(20).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(bmp.length + grown + profile.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(bmp, 0, 54).position(14 + 124);
    out.put(bmp, pixels, bmp.length - pixels).put(profile);
    out.putInt(2, out.capacity()).putInt(10, 14 + 124).putInt(14, 124);
    out.putInt(14 + 56, 0x4d424544).putInt(14 + 112, 124 + bmp.length - pixels);
    return out.putInt(14 + 116, profile.length).array();
  }
}
