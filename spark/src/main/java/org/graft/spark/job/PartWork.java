package org.graft.spark.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.graft.spark.image.ImageFiles;
import org.graft.spark.network.ModelRef;
import org.graft.spark.network.NetworkKind;
import scala.Tuple2;

/**
 * What is done with the images of a partition, which come in the order of their archive.
 *
 * @param data the packed folder
 * @param part images of a part at most
 * @param batch images that run at once
 * @param sinks where parts go
 */
record PartWork(
    ModelRef model, NetworkKind kind, Folder data, int part, int batch, List<Sink> sinks)
    implements FlatMapFunction<Iterator<Tuple2<PartLayout.Place, PackedImage>>, Summary> {
  @Override
  public Iterator<Summary> call(Iterator<Tuple2<PartLayout.Place, PackedImage>> images) {
    Summary all = Summary.NONE;
    try (ImageFiles files = new ImageFiles(data.hadoop())) {
      PartRunner runner = new PartRunner(this, files);
      while (images.hasNext()) {
        List<PackedImage> next = new ArrayList<>();
        while (images.hasNext() && next.size() < part) {
          next.add(images.next()._2());
        }
        all = all.plus(runner.run(new Part(next)));
      }
    }
    return List.of(all).iterator();
  }
}
