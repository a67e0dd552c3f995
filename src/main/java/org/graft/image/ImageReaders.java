package org.graft.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * The readers that are used: the JDK's own, whatever other plugins a program brings, and one for
 * WebP. None is found by asking all for a file's content.
 */
final class ImageReaders {
  private static final WebPImageReaderSpi WEBP = new WebPImageReaderSpi();

  private ImageReaders() {}

  static ImageReader of(ImageFormat format) throws IOException {
    return format == ImageFormat.WEBP ? WEBP.createReaderInstance(null) : ofJdk(format.name());
  }

  private static ImageReader ofJdk(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java has no reader for " + format);
  }
}
