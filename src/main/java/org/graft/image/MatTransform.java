package org.graft.image;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.BaseImageTransform;

/** Transforms beside DataVec's own, which has none of their kind; an image keeps its size. */
final class MatTransform extends BaseImageTransform<Mat> {
  private static final int GREY = 128;

  private final UnaryOperator<Mat> change;

  private MatTransform(UnaryOperator<Mat> change) {
    this.change = change;
    converter = new OpenCVFrameConverter.ToMat();
  }

  /** A square painted middle grey. */
  static MatTransform cutout(int left, int top, int side) {
    return new MatTransform(
        image -> {
          Mat painted = image.clone();
          painted.apply(new Rect(left, top, side, side)).put(Scalar.all(GREY));
          return painted;
        });
  }

  /**
   * Brightness, contrast and saturation times a factor each, as in Pillow's {@code ImageEnhance}:
   * the image is mixed with black, with its mean grey, and with its own grey.
   */
  static MatTransform colours(double brightness, double contrast, double saturation) {
    return new MatTransform(
        image -> {
          Mat bright = new Mat();
          image.convertTo(bright, -1, brightness, 0);
          double mean = opencv_core.mean(grey(bright)).get(0);
          Mat contrasted = new Mat();
          bright.convertTo(contrasted, -1, contrast, (1 - contrast) * mean);
          Mat greys = new Mat();
          opencv_imgproc.cvtColor(grey(contrasted), greys, opencv_imgproc.COLOR_GRAY2RGB);
          Mat coloured = new Mat();
          opencv_core.addWeighted(contrasted, saturation, greys, 1 - saturation, 0, coloured);
          return coloured;
        });
  }

  private static Mat grey(Mat image) {
    Mat grey = new Mat();
    opencv_imgproc.cvtColor(image, grey, opencv_imgproc.COLOR_RGB2GRAY);
    return grey;
  }

  @Override
  protected ImageWritable doTransform(ImageWritable image, Random random) {
    Mat changed = change.apply(converter.convert(image.getFrame()));
    return new ImageWritable(converter.convert(changed));
  }

  @Override
  public float[] query(float... coordinates) {
    return coordinates;
  }
}
