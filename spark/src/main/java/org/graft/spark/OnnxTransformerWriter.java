package org.graft.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Writes a transformer's parameters and beside them its ONNX file. */
final class OnnxTransformerWriter extends MLWriter {
  /** The file's name in the folder. */
  static final String MODEL = "model.onnx";

  private final OnnxTransformer<?> transformer;

  OnnxTransformerWriter(OnnxTransformer<?> transformer) {
    this.transformer = transformer;
  }

  @Override
  public void saveImpl(String path) {
    try {
      new DefaultParamsWriter(transformer).session(sparkSession()).save(path);
      if (transformer.isDefined(transformer.modelFile())) {
        copy(new Path(transformer.getModelFile()), new Path(path, MODEL));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save " + path + ": " + e.getMessage(), e);
    }
  }

  private void copy(Path from, Path to) throws IOException {
    Configuration configuration = sparkSession().sparkContext().hadoopConfiguration();
    try (InputStream in = from.getFileSystem(configuration).open(from);
        OutputStream out = to.getFileSystem(configuration).create(to)) {
      in.transferTo(out);
    }
  }
}
