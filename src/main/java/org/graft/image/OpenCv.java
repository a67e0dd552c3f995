package org.graft.image;

import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.image.data.ImageWritable;

/** Pixels as DataVec's transforms take them, and back. */
final class OpenCv {
  private OpenCv() {}

  static ImageWritable writable(Pixels image) {
    Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
    mat.data().put(image.rgb());
    return new ImageWritable(new OpenCVFrameConverter.ToMat().convert(mat));
  }

  static Pixels pixels(ImageWritable image) {
    Mat mat = new OpenCVFrameConverter.ToMat().convert(image.getFrame());
    byte[] rgb = new byte[Pixels.CHANNELS * mat.cols() * mat.rows()];
    int row = Pixels.CHANNELS * mat.cols();
    for (int y = 0; y < mat.rows(); y++) {
      mat.ptr(y).get(rgb, y * row, row);
    }
    return new Pixels(mat.cols(), mat.rows(), rgb);
  }
}
