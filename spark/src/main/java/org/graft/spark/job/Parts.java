package org.graft.spark.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * Makes parts of the images of a partition, which come in the order of their archive; one at a
 * time, as they are asked for.
 *
 * @param most images of a part
 */
record Parts(int most)
    implements FlatMapFunction<Iterator<Tuple2<PartLayout.Place, PackedImage>>, Part> {
  @Override
  public Iterator<Part> call(Iterator<Tuple2<PartLayout.Place, PackedImage>> images) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return images.hasNext();
      }

      @Override
      public Part next() {
        List<PackedImage> next = new ArrayList<>(List.of(images.next()._2()));
        while (images.hasNext() && next.size() < most) {
          next.add(images.next()._2());
        }
        return new Part(next);
      }
    };
  }
}
