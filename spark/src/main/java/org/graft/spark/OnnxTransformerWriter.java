package org.graft.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;
import org.graft.spark.network.ModelFiles;

/** Writes a transformer's parameters and beside them its ONNX file. */
final class OnnxTransformerWriter extends MLWriter {
  /** The file's name in the folder. */
  static final String MODEL = "model.onnx";

  private final OnnxTransformer<?> transformer;

  OnnxTransformerWriter(OnnxTransformer<?> transformer) {
    this.transformer = transformer;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The model is copied to this machine first: it may lie in the very folder that is to be
   * written over.
   *
   * @throws org.graft.failure.InputException if the model cannot be read; nothing is written or
   *     deleted then
   */
  @Override
  public void save(String path) throws IOException {
    if (!transformer.isDefined(transformer.modelFile())) {
      super.save(path);
      return;
    }
    java.nio.file.Path copy = Files.createTempFile("graft-model", ".onnx");
    try {
      ModelFiles.copy(sparkSession(), transformer.getModelFile(), copy);
      super.save(path);
      Path saved = new Path(path, MODEL);
      saved
          .getFileSystem(sparkSession().sparkContext().hadoopConfiguration())
          .copyFromLocalFile(new Path(copy.toUri()), saved);
    } finally {
      Files.delete(copy);
    }
  }

  @Override
  public void saveImpl(String path) {
    try {
      new DefaultParamsWriter(transformer).session(sparkSession()).save(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save " + path + ": " + e.getMessage(), e);
    }
  }
}
