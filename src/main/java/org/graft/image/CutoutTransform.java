package org.graft.image;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A square painted middle grey. */
final class CutoutTransform extends MatTransform {
  private static final int GREY = 128;

  private final int left;
  private final int top;
  private final int side;

  CutoutTransform(int left, int top, int side) {
    this.left = left;
    this.top = top;
    this.side = side;
  }

  @Override
  Mat changed(Mat image) {
    Mat painted = image.clone();
    painted.apply(new Rect(left, top, side, side)).put(Scalar.all(GREY));
    return painted;
  }
}
