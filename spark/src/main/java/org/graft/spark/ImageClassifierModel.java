package org.graft.spark;

import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.graft.predict.ModelAnswer;
import org.graft.spark.network.ClassifierNetwork;
import org.graft.spark.network.ImageNetwork;
import org.graft.spark.network.NetworkKind;
import scala.Predef;

/**
 * Answers what images show by a model that {@code graft export} wrote: the label that {@code graft
 * predict} gives, the likeliest classes, the probabilities of all. Of a model that gives a number
 * the label is that number as text, the probabilities are the number alone, and there are no
 * likeliest classes.
 */
public final class ImageClassifierModel extends OnnxTransformer<ImageClassifierModel> {
  private static final long serialVersionUID = 1;
  private static final int USUAL_TOP = 5;

  private final Param<String> predictionCol;
  private final Param<String> topCol;
  private final Param<String> probabilityCol;
  private final IntParam topClasses;

  public ImageClassifierModel() {
    this(newUid("imageClassifier"));
  }

  public ImageClassifierModel(String uid) {
    super(uid);
    this.predictionCol = new Param<>(this, "predictionCol", "column of labels, a text each");
    this.topCol =
        new Param<>(this, "topCol", "column of likeliest classes: labels and probabilities");
    this.probabilityCol =
        new Param<>(this, "probabilityCol", "column of all probabilities, a vector each");
    this.topClasses =
        new IntParam(this, "topClasses", "likeliest classes told", ParamValidators.gtEq(1));
    setDefault(predictionCol, "prediction");
    setDefault(topCol, "top");
    setDefault(probabilityCol, "probability");
    setDefault(topClasses, USUAL_TOP);
  }

  /** Column of labels; usually {@code prediction}. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** Column of likeliest classes, likeliest first: an array of label and probability. */
  public Param<String> topCol() {
    return topCol;
  }

  /** Column of all probabilities in the order of the model's labels, a vector each. */
  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  /** How many of the likeliest classes are told, 1 or more; usually 5. */
  public IntParam topClasses() {
    return topClasses;
  }

  public ImageClassifierModel setPredictionCol(String column) {
    return with(predictionCol, column);
  }

  public String getPredictionCol() {
    return getOrDefault(predictionCol);
  }

  public ImageClassifierModel setTopCol(String column) {
    return with(topCol, column);
  }

  public String getTopCol() {
    return getOrDefault(topCol);
  }

  public ImageClassifierModel setProbabilityCol(String column) {
    return with(probabilityCol, column);
  }

  public String getProbabilityCol() {
    return getOrDefault(probabilityCol);
  }

  public ImageClassifierModel setTopClasses(int classes) {
    set(topClasses, classes);
    return this;
  }

  public int getTopClasses() {
    return (Integer) getOrDefault(topClasses);
  }

  @Override
  NetworkKind kind() {
    return NetworkKind.CLASSIFIER;
  }

  @Override
  List<StructField> added() {
    StructType likely =
        new StructType()
            .add("label", DataTypes.StringType, false)
            .add("probability", DataTypes.FloatType, false);
    return List.of(
        new StructField(getPredictionCol(), DataTypes.StringType, true, none()),
        new StructField(getTopCol(), DataTypes.createArrayType(likely, false), true, none()),
        new StructField(getProbabilityCol(), SQLDataTypes.VectorType(), true, none()));
  }

  @Override
  RowValues values() {
    int top = getTopClasses();
    return (network, values) -> cells(network, values, top);
  }

  private static Object[] cells(ImageNetwork network, float[] values, int top) {
    if (values == null) {
      return new Object[] {null, null, null};
    }
    ModelAnswer answer = ((ClassifierNetwork) network).model().naming().answer(values, top);
    Object[] likeliest =
        answer.top().stream()
            .map(each -> RowFactory.create(each.label(), each.probability()))
            .toArray();
    return new Object[] {
      answer.label(), Predef.wrapRefArray(likeliest), GraftFeaturizer.vector(values)
    };
  }

  /** Reads what {@link #write} wrote; Spark calls it by its name. */
  public static MLReader<ImageClassifierModel> read() {
    return new OnnxTransformerReader<>(ImageClassifierModel.class);
  }

  public static ImageClassifierModel load(String path) {
    return read().load(path);
  }
}
