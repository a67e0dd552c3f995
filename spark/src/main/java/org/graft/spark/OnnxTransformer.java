package org.graft.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.graft.failure.InputException;
import org.graft.spark.image.ImageKind;
import org.graft.spark.network.ModelFiles;
import org.graft.spark.network.ModelRef;
import org.graft.spark.network.NetworkKind;

/**
 * Runs an ONNX file that Graft exported over a column of images. Executors get the file by {@code
 * addFile} and load it once each; a session has as many threads as Spark gives a task. An image of
 * which nothing comes has nulls in the output columns and the reason in the column of errors. A
 * saved transformer holds the file, too.
 *
 * @param <S> the transformer itself
 */
public abstract class OnnxTransformer<S extends OnnxTransformer<S>> extends Transformer
    implements MLWritable {
  private static final long serialVersionUID = 1;
  private static final int USUAL_BATCH = 16;
  private static final int MOST_BATCH = 1024;

  private final String uid;
  private final Param<String> modelFile;
  private final Param<String> inputCol;
  private final Param<String> errorCol;
  private final IntParam batchSize;

  OnnxTransformer(String uid) {
    this.uid = uid;
    this.modelFile =
        new Param<>(this, "modelFile", "ONNX file that Graft exported: a path or an address");
    this.inputCol =
        new Param<>(
            this, "inputCol", "column of images: paths, files, or pixels of the source 'image'");
    this.errorCol =
        new Param<>(this, "errorCol", "column that says why an image has no values, else null");
    this.batchSize =
        new IntParam(
            this,
            "batchSize",
            "images that run at once, 1 to 1024",
            ParamValidators.inRange(1, MOST_BATCH));
    setDefault(inputCol, "image");
    setDefault(errorCol, "error");
    setDefault(batchSize, USUAL_BATCH);
  }

  static String newUid(String prefix) {
    return Identifiable$.MODULE$.randomUID(prefix);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** ONNX file that Graft exported: a path or an address that Hadoop knows. */
  public Param<String> modelFile() {
    return modelFile;
  }

  /**
   * Column of images: strings are paths or addresses, binaries the bytes of files, structs what
   * Spark's source {@code image} gives. Usually {@code image}.
   */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** Column that says in one line why an image has no values; null if it has. */
  public Param<String> errorCol() {
    return errorCol;
  }

  /** Images that run at once, 1 to 1024; usually 16. */
  public IntParam batchSize() {
    return batchSize;
  }

  public S setModelFile(String file) {
    return with(modelFile, file);
  }

  public String getModelFile() {
    return getOrDefault(modelFile);
  }

  public S setInputCol(String column) {
    return with(inputCol, column);
  }

  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  public S setErrorCol(String column) {
    return with(errorCol, column);
  }

  public String getErrorCol() {
    return getOrDefault(errorCol);
  }

  public S setBatchSize(int images) {
    set(batchSize, images);
    return self();
  }

  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  final <T> S with(Param<T> parameter, T value) {
    set(parameter, value);
    return self();
  }

  @SuppressWarnings("unchecked")
  private S self() {
    return (S) this;
  }

  abstract NetworkKind kind();

  /** Columns that this adds, before the column of errors. */
  abstract List<StructField> added();

  /** What fills them. */
  abstract RowValues values();

  /**
   * {@inheritDoc}
   *
   * @throws InputException if the column of images is missing or of another type, or one that is to
   *     be added is there already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    ImageKind.of(schema, getInputCol());
    StructType all = schema;
    for (StructField field : added()) {
      all = all.add(open(all, field));
    }
    return all.add(open(all, new StructField(getErrorCol(), DataTypes.StringType, true, none())));
  }

  private static StructField open(StructType schema, StructField field) {
    if (Arrays.asList(schema.fieldNames()).contains(field.name())) {
      throw new InputException(
          "column '" + field.name() + "' is there already; name the output otherwise");
    }
    return field;
  }

  static Metadata none() {
    return Metadata.empty();
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if there is no model, or as {@link #transformSchema}
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    SparkSession session = dataset.sparkSession();
    if (!isDefined(modelFile)) {
      throw new InputException("modelFile is not set; it is an ONNX file that Graft exported");
    }
    ModelRef model = ModelFiles.distribute(session, getModelFile(), kind());
    SerializableConfiguration configuration =
        new SerializableConfiguration(session.sparkContext().hadoopConfiguration());
    MapPartitionsFunction<Row, Row> function =
        new RowFunction(
            model,
            kind(),
            ImageKind.of(dataset.schema(), getInputCol()),
            dataset.schema().fieldIndex(getInputCol()),
            getBatchSize(),
            JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(configuration),
            values());
    return dataset.toDF().mapPartitions(function, Encoders.row(schema));
  }

  @Override
  public S copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return new OnnxTransformerWriter(this);
  }
}
