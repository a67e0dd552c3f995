package org.graft.spark.network;

import java.util.List;
import org.graft.image.Resize;

/** A network of images, loaded in ONNX Runtime. May be used by several tasks at once. */
public interface ImageNetwork extends AutoCloseable {
  /** What an image goes through before the network sees it. */
  Resize resize();

  /** Values that it gives for an image. */
  int width();

  /**
   * Runs the network over some images at once.
   *
   * @param images each {@code [height, width, 3]} in C order, RGB, whole levels 0..255
   * @return {@link #width} values an image, in their order
   */
  List<float[]> run(List<float[]> images);

  @Override
  void close();
}
