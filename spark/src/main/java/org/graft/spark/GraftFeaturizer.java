package org.graft.spark;

import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.graft.spark.network.NetworkKind;

/**
 * Makes features of images by a base that {@code graft export --base} wrote: a dense vector each,
 * float32 values widened, those of {@code graft features --engine onnxruntime}.
 */
public final class GraftFeaturizer extends OnnxTransformer<GraftFeaturizer> {
  private static final long serialVersionUID = 1;

  private final Param<String> outputCol;

  public GraftFeaturizer() {
    this(newUid("graftFeaturizer"));
  }

  public GraftFeaturizer(String uid) {
    super(uid);
    this.outputCol = new Param<>(this, "outputCol", "column of features, a vector each");
    setDefault(outputCol, "features");
  }

  /** Column of features, a vector each; usually {@code features}. */
  public Param<String> outputCol() {
    return outputCol;
  }

  public GraftFeaturizer setOutputCol(String column) {
    return with(outputCol, column);
  }

  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  @Override
  NetworkKind kind() {
    return NetworkKind.BASE;
  }

  @Override
  List<StructField> added() {
    return List.of(new StructField(getOutputCol(), SQLDataTypes.VectorType(), true, none()));
  }

  @Override
  RowValues values() {
    return (network, values) -> new Object[] {vector(values)};
  }

  static Vector vector(float... values) {
    if (values == null) {
      return null;
    }
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return Vectors.dense(wide);
  }

  /** Reads what {@link #write} wrote; Spark calls it by its name. */
  public static MLReader<GraftFeaturizer> read() {
    return new OnnxTransformerReader<>(GraftFeaturizer.class);
  }

  public static GraftFeaturizer load(String path) {
    return read().load(path);
  }
}
