package org.graft.spark;

import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads a transformer, whose ONNX file is from then on the one that was saved with it.
 *
 * @param <S> the transformer
 */
final class OnnxTransformerReader<S extends OnnxTransformer<S>> extends MLReader<S> {
  @Override
  public S load(String path) {
    S loaded = new DefaultParamsReader<S>().session(sparkSession()).load(path);
    return loaded.isSet(loaded.modelFile())
        ? loaded.setModelFile(new Path(path, OnnxTransformerWriter.MODEL).toString())
        : loaded;
  }
}
