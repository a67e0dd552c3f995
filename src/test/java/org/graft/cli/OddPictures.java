package org.graft.cli;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.graft.fixture.Formula;
import org.graft.fixture.TurnedPictures;

/**
 * Pictures whose values Java would convert if asked for colours: grey, palette, alpha, ICC, EXIF.
 */
public final class OddPictures {
  private static final int SIZE = 40;
  private static final int MARKER = 2;

  private OddPictures() {}

  /** Writes one of each kind into a folder. */
  public static List<Path> draw(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(write(folder, "grey.png", BufferedImage.TYPE_BYTE_GRAY));
    files.add(write(folder, "deep.png", BufferedImage.TYPE_USHORT_GRAY));
    files.add(write(folder, "grey.jpg", BufferedImage.TYPE_BYTE_GRAY));
    files.add(write(folder, "palette.png", BufferedImage.TYPE_BYTE_INDEXED));
    files.add(write(folder, "bits.png", BufferedImage.TYPE_BYTE_BINARY));
    files.add(write(folder, "alpha.png", BufferedImage.TYPE_4BYTE_ABGR));
    files.add(write(folder, "palette.gif", BufferedImage.TYPE_BYTE_INDEXED));
    files.add(write(folder, "colours.bmp", BufferedImage.TYPE_3BYTE_BGR));
    files.add(greyWithAlpha(folder.resolve("grey-alpha.png")));
    byte[] jpeg = jpeg();
    files.add(Files.write(folder.resolve("icc.jpg"), with(jpeg, 0xe2, profile())));
    for (int way = 2; way <= 8; way++) {
      files.add(
          Files.write(
              folder.resolve("turned%d.jpg".formatted(way)), with(oblong(), 0xe1, exif(way))));
    }
    Path png = folder.resolve("turned.png");
    files.add(Files.write(png, TurnedPictures.png(colours().getSubimage(0, 0, SIZE, SIZE / 2))));
    return files;
  }

  private static Path write(Path folder, String name, int type) throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, type);
    image.createGraphics().drawImage(colours(), 0, 0, null);
    Path file = folder.resolve(name);
    String format = name.substring(name.lastIndexOf('.') + 1);
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("cannot write " + name);
    }
    return file;
  }

  private static BufferedImage colours() {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int x = i % SIZE;
      int y = i / SIZE;
      int alpha = (x * 255 / SIZE) << 24;
      int tint = (int) (Formula.uniform(7, y / 8 * 5 + x / 8) * 0xFFFFFF);
      image.setRGB(x, y, alpha | tint);
    }
    return image;
  }

  private static Path greyWithAlpha(Path file) throws IOException {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int grey = (int) (Formula.uniform(9, i / 11) * 255);
      raster.setPixel(i % SIZE, i / SIZE, new int[] {grey, i % 256});
    }
    ImageIO.write(new BufferedImage(model, raster, false, null), "png", file.toFile());
    return file;
  }

  private static byte[] jpeg() throws IOException {
    return jpeg(SIZE);
  }

  /** Of which one sees whether it is turned. */
  private static byte[] oblong() throws IOException {
    return jpeg(SIZE / 2 + 3);
  }

  private static byte[] jpeg(int height) throws IOException {
    BufferedImage image = new BufferedImage(SIZE, height, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().drawImage(colours(), 0, 0, null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", bytes);
    return bytes.toByteArray();
  }

  /** The same file with one more segment behind its start. */
  private static byte[] with(byte[] jpeg, int marker, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, MARKER);
    int length = content.length + 2;
    bytes.write(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
    bytes.write(content);
    bytes.write(jpeg, MARKER, jpeg.length - MARKER);
    return bytes.toByteArray();
  }

  /** A profile that is not sRGB: the values mean other colours, and are to stay as they are. */
  private static byte[] profile() throws IOException {
    ICC_Profile linear =
        ((ICC_ColorSpace) ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB)).getProfile();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
    bytes.write(new byte[] {1, 1});
    bytes.write(linear.getData());
    return bytes.toByteArray();
  }

  /** An EXIF block that says how the picture lies. */
  private static byte[] exif(int way) {
    byte[] exif = new byte[32];
    byte[] start = {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3};
    System.arraycopy(start, 0, exif, 0, start.length);
    return fill(exif, start.length, 0, 0, 0, 1, 0, way);
  }

  private static byte[] fill(byte[] bytes, int from, int... values) {
    byte[] filled = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < values.length; i++) {
      filled[from + i] = (byte) values[i];
    }
    return filled;
  }
}
