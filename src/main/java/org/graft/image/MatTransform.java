package org.graft.image;

import java.util.Random;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.BaseImageTransform;

/** A transform beside DataVec's own, which have none of that kind. */
abstract class MatTransform extends BaseImageTransform<Mat> {
  MatTransform() {
    converter = new OpenCVFrameConverter.ToMat();
  }

  /** The changed image, of the same size. */
  abstract Mat changed(Mat image);

  @Override
  protected final ImageWritable doTransform(ImageWritable image, Random random) {
    return new ImageWritable(converter.convert(changed(converter.convert(image.getFrame()))));
  }

  @Override
  public final float[] query(float... coordinates) {
    return coordinates;
  }
}
