package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of images to columns of features: those of Graft's command line. */
class GraftFeaturizerTest {
  private static final SparkSession SPARK = Cluster.session();

  @TempDir Path folder;

  @Test
  @Tag("short")
  void givesTheBitsOfTheCommandLine() {
    Dataset<Row> features = featurizer().transform(paths());
    assertSame(features.select("image", "features", "error").collectAsList());
    List<String> sessions =
        Cluster.matches(SPARK.sparkContext().applicationId(), Pattern.compile("session of"))
            .map(found -> found.group())
            .toList();
    assertThat(sessions).as("sessions of two executors").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void givesThemInBatchesOfAnySize(int batch) {
    Dataset<Row> features = featurizer().setBatchSize(batch).transform(paths());
    assertSame(features.select("image", "features", "error").collectAsList());
  }

  @Test
  void takesFilesAndPicturesOfSpark() {
    Dataset<Row> files =
        SPARK
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .load(Fixture.images().toString());
    Dataset<Row> features = featurizer().setInputCol("content").transform(files);
    assertSame(features.selectExpr("path", "features", "error").collectAsList());

    Dataset<Row> pictures =
        SPARK
            .read()
            .format("image")
            .option("recursiveFileLookup", "true")
            .load(Fixture.images().resolve("test").toString());
    Dataset<Row> ofPictures = featurizer().transform(pictures);
    List<Row> rows = ofPictures.selectExpr("image.origin", "features", "error").collectAsList();
    assertThat(rows).hasSizeGreaterThan(10);
    rows.forEach(row -> assertThat(row.isNullAt(2)).isTrue());
    assertClose(rows);
  }

  @Test
  void tellsWhatCannotBeReadInAColumn() {
    List<String> images = new ArrayList<>(files().subList(0, 20));
    images.add(7, folder.resolve("none.jpg").toString());
    images.add(Fixture.base().toString());
    images.add(null);
    Dataset<Row> input = SPARK.createDataset(images, Encoders.STRING()).toDF("image");
    List<Row> rows = featurizer().transform(input).collectAsList();
    Map<String, String> errors = new HashMap<>();
    rows.stream()
        .filter(row -> row.isNullAt(row.fieldIndex("features")))
        .forEach(row -> errors.put(row.getString(0), row.getString(row.fieldIndex("error"))));
    assertThat(rows).hasSize(23);
    assertThat(errors)
        .hasSize(3)
        .containsEntry(
            folder.resolve("none.jpg").toString(),
            folder.resolve("none.jpg") + ": there is no such file")
        .containsEntry(null, "image: the cell is null");
    assertThat(errors.get(Fixture.base().toString())).contains("cannot be decoded");
  }

  @Test
  void pipelineIsSavedWithItsModel() throws Exception {
    Path copy = folder.resolve("moved.onnx");
    Files.copy(Fixture.base(), copy);
    Pipeline pipeline =
        new Pipeline().setStages(new PipelineStage[] {featurizer().setModelFile(copy.toString())});
    PipelineModel model = pipeline.fit(paths());
    String saved = folder.resolve("pipeline").toString();
    model.write().overwrite().save(saved);
    model.write().overwrite().save(saved);
    Files.delete(copy);
    PipelineModel loaded = PipelineModel.load(saved);
    assertThat(((GraftFeaturizer) loaded.stages()[0]).getBatchSize()).isEqualTo(16);
    assertSame(loaded.transform(paths()).select("image", "features", "error").collectAsList());
  }

  @Test
  void isNotLoadedAsAnother() throws Exception {
    String saved = folder.resolve("featurizer").toString();
    featurizer().save(saved);
    assertThatThrownBy(() -> ImageClassifierModel.load(saved))
        .isInstanceOf(InputException.class)
        .hasMessage(
            saved
                + " holds another transformer: expected ImageClassifierModel, found GraftFeaturizer");
  }

  @Test
  void isSavedOverItself() throws Exception {
    String saved = folder.resolve("featurizer").toString();
    featurizer().save(saved);
    GraftFeaturizer loaded = GraftFeaturizer.load(saved);
    loaded.setBatchSize(7).write().overwrite().save(saved);
    assertThat(folder.resolve("featurizer/model.onnx")).hasSameBinaryContentAs(Fixture.base());
    assertThat(GraftFeaturizer.load(saved).getBatchSize()).isEqualTo(7);
  }

  @Test
  void leavesWhatIsSavedWhereTheModelIsGone() throws Exception {
    String saved = folder.resolve("featurizer").toString();
    featurizer().save(saved);
    String gone = folder.resolve("gone.onnx").toString();
    GraftFeaturizer without = featurizer().setModelFile(gone);
    assertThatThrownBy(() -> without.write().overwrite().save(saved))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("model " + gone + " cannot be read: ");
    assertThat(folder.resolve("featurizer/model.onnx")).exists();
    String other = folder.resolve("other").toString();
    assertThatThrownBy(() -> without.save(other)).isInstanceOf(InputException.class);
    assertThat(folder.resolve("other")).doesNotExist();
  }

  @Test
  void wrongInputIsTold() {
    Dataset<Row> input = paths();
    assertThatThrownBy(() -> new GraftFeaturizer().transform(input))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("modelFile is not set");
    assertThatThrownBy(() -> featurizer().setInputCol("picture").transform(input))
        .hasMessage("there is no column 'picture': there are [image]");
    assertThatThrownBy(() -> featurizer().setOutputCol("image").transform(input))
        .hasMessageContaining("column 'image' is there already");
    assertThatThrownBy(
            () -> featurizer().setInputCol("n").transform(input.selectExpr("length(image) n")))
        .hasMessageContaining("column 'n' holds no images but int");
    assertThatThrownBy(
            () -> featurizer().setModelFile(Fixture.classifier().toString()).transform(input))
        .hasMessageStartingWith(Fixture.classifier() + " is a classifier, and no base");
    Path image = Fixture.images().resolve("test/Alvero/000.png");
    assertThatThrownBy(() -> featurizer().setModelFile(image.toString()).transform(input))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(image + ": ONNX Runtime cannot load it")
        .hasMessageNotContaining("graft-model");
    assertThatThrownBy(() -> featurizer().setModelFile("/none.onnx").transform(input))
        .hasMessageContaining("model /none.onnx cannot be read");
    assertThatThrownBy(() -> featurizer().setBatchSize(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static GraftFeaturizer featurizer() {
    return new GraftFeaturizer().setModelFile(Fixture.base().toString());
  }

  private static List<String> files() {
    return Fixture.features().keySet().stream()
        .map(path -> Fixture.images().resolve(path).toString())
        .toList();
  }

  private static Dataset<Row> paths() {
    return SPARK.createDataset(files(), Encoders.STRING()).toDF("image").repartition(4);
  }

  private static void assertSame(List<Row> rows) {
    Map<String, float[]> expected = Fixture.features();
    assertThat(rows).hasSize(Fixture.IMAGES);
    for (Row row : rows) {
      assertThat(row.getString(2)).isNull();
      assertThat(floats(row)).as(row.getString(0)).containsExactly(expected.get(path(row)));
    }
  }

  /** Spark's decoder is another one: pixels of a JPEG may differ by a level. */
  private static void assertClose(List<Row> rows) {
    Map<String, float[]> expected = Fixture.features();
    for (Row row : rows) {
      float[] values = expected.get(path(row));
      float[] found = floats(row);
      double distance = 0;
      double length = 0;
      for (int i = 0; i < values.length; i++) {
        distance += Math.pow(values[i] - found[i], 2);
        length += Math.pow(values[i], 2);
      }
      assertThat(Math.sqrt(distance / length)).as(row.getString(0)).isLessThan(0.02);
    }
  }

  private static String path(Row row) {
    String path = row.getString(0).replaceFirst("^file:/*", "/");
    return Fixture.images().relativize(Path.of(path)).toString();
  }

  private static float[] floats(Row row) {
    double[] wide = ((Vector) row.get(1)).toArray();
    float[] values = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }
}
