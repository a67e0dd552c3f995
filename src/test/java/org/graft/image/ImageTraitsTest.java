package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What files say of images beside their pixels. */
class ImageTraitsTest {
  private static final int BEHIND_HEADER = 33;

  @Test
  void aPngSaysByItsColoursOrInAChunkThatItIsTransparent() throws IOException {
    byte[] plain = png(BufferedImage.TYPE_INT_RGB);
    assertThat(hasAlpha(plain)).isFalse();
    assertThat(hasAlpha(png(BufferedImage.TYPE_INT_ARGB))).isTrue();
    assertThat(hasAlpha(with(plain, "tRNS", new byte[6]))).isTrue();
  }

  @Test
  void aTextThatNamesTheChunkIsNoTransparency() throws IOException {
    byte[] text = "Comment\0without tRNS".getBytes(StandardCharsets.US_ASCII);
    assertThat(hasAlpha(with(png(BufferedImage.TYPE_INT_RGB), "tEXt", text))).isFalse();
  }

  private static boolean hasAlpha(byte[] file) {
    return ImageTraits.of(file, Exif.APPLY).alpha();
  }

  private static byte[] png(int type) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, type), "png", out);
    return out.toByteArray();
  }

  private static byte[] with(byte[] png, String type, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(png, 0, BEHIND_HEADER);
    out.writeInt(content.length);
    CRC32 checksum = new CRC32();
    checksum.update(type.getBytes(StandardCharsets.US_ASCII));
    checksum.update(content);
    out.writeBytes(type);
    out.write(content);
    out.writeInt((int) checksum.getValue());
    out.write(png, BEHIND_HEADER, png.length - BEHIND_HEADER);
    return bytes.toByteArray();
  }
}
