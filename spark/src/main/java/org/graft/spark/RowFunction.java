package org.graft.spark;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.graft.spark.image.ImageFiles;
import org.graft.spark.image.ImageKind;
import org.graft.spark.network.ModelRef;
import org.graft.spark.network.NetworkKind;

/**
 * What a transformer does with the rows of a partition.
 *
 * @param column place of the column of images
 * @param batch images that run at once
 */
record RowFunction(
    ModelRef model,
    NetworkKind kind,
    ImageKind images,
    int column,
    int batch,
    Broadcast<SerializableConfiguration> configuration,
    RowValues values)
    implements MapPartitionsFunction<Row, Row> {
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    ImageFiles files = new ImageFiles(configuration.value().value());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> files.close());
    return new RowIterator(this, rows, files);
  }
}
