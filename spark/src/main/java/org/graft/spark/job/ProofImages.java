package org.graft.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.graft.image.ImageDecoder;
import org.graft.image.Resize;
import org.graft.spark.image.ImageFiles;

/**
 * Some images by which a file is held against the head that it was made of.
 *
 * @param images as the file takes them: {@code [height, width, 3]}, RGB 0..255
 * @param features that the cluster computed of each
 */
record ProofImages(List<float[]> images, List<float[]> features) {
  private static final int MOST = 16;

  static ProofImages of(JavaRDD<Example> examples, Folder data, Resize resize) {
    List<float[]> images = new ArrayList<>();
    List<float[]> features = new ArrayList<>();
    try (ImageFiles files = new ImageFiles(data.hadoop())) {
      for (Example example : examples.take(MOST)) {
        byte[] bytes = PackedData.bytes(example.row(), data, files);
        images.add(resize.apply(ImageDecoder.decode(bytes, example.row().path(), resize.exif())));
        features.add(example.features());
      }
    }
    return new ProofImages(images, features);
  }
}
