package org.graft.image;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Brightness, contrast and saturation times a factor each, as in Pillow's {@code ImageEnhance}: the
 * image is mixed with black, with its mean grey, and with its own grey.
 */
final class ColourTransform extends MatTransform {
  private final double brightness;
  private final double contrast;
  private final double saturation;

  ColourTransform(double brightness, double contrast, double saturation) {
    this.brightness = brightness;
    this.contrast = contrast;
    this.saturation = saturation;
  }

  @Override
  Mat changed(Mat image) {
    Mat bright = new Mat();
    image.convertTo(bright, -1, brightness, 0);
    Mat grey = new Mat();
    opencv_imgproc.cvtColor(bright, grey, opencv_imgproc.COLOR_RGB2GRAY);
    double mean = opencv_core.mean(grey).get(0);
    Mat contrasted = new Mat();
    bright.convertTo(contrasted, -1, contrast, (1 - contrast) * mean);
    opencv_imgproc.cvtColor(contrasted, grey, opencv_imgproc.COLOR_RGB2GRAY);
    Mat greys = new Mat();
    opencv_imgproc.cvtColor(grey, greys, opencv_imgproc.COLOR_GRAY2RGB);
    Mat coloured = new Mat();
    opencv_core.addWeighted(contrasted, saturation, greys, 1 - saturation, 0, coloured);
    return coloured;
  }
}
