package org.graft.spark;

import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.graft.failure.InputException;

/**
 * Reads a transformer, whose ONNX file is from then on the one that was saved with it.
 *
 * @param <S> the transformer
 */
final class OnnxTransformerReader<S extends OnnxTransformer<S>> extends MLReader<S> {
  private final Class<S> expected;

  OnnxTransformerReader(Class<S> expected) {
    this.expected = expected;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if something else was saved there
   */
  @Override
  public S load(String path) {
    Object saved = new DefaultParamsReader<>().session(sparkSession()).load(path);
    if (!expected.isInstance(saved)) {
      throw new InputException(
          String.format(
              "%s holds another transformer: expected %s, found %s",
              path, expected.getSimpleName(), saved.getClass().getSimpleName()));
    }
    S loaded = expected.cast(saved);
    return loaded.isSet(loaded.modelFile())
        ? loaded.setModelFile(new Path(path, OnnxTransformerWriter.MODEL).toString())
        : loaded;
  }
}
