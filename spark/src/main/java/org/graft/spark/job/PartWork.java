package org.graft.spark.job;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.graft.spark.image.ImageFiles;
import org.graft.spark.network.ModelRef;
import org.graft.spark.network.NetworkKind;

/**
 * What is done with the parts of a partition.
 *
 * @param data the packed folder
 * @param batch images that run at once
 * @param sinks where parts go
 */
record PartWork(ModelRef model, NetworkKind kind, Folder data, int batch, List<Sink> sinks)
    implements FlatMapFunction<Iterator<Part>, Summary> {
  @Override
  public Iterator<Summary> call(Iterator<Part> parts) {
    Summary all = Summary.NONE;
    try (ImageFiles files = new ImageFiles(data.hadoop())) {
      PartRunner runner = new PartRunner(this, files);
      while (parts.hasNext()) {
        all = all.plus(runner.run(parts.next()));
      }
    }
    return List.of(all).iterator();
  }
}
