package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of images to what {@code graft predict} says of them. */
class ImageClassifierModelTest {
  private static final SparkSession SPARK = Cluster.session();

  @TempDir Path folder;

  @Test
  void answersAsTheCommandLine() {
    Map<String, List<String>> expected = Fixture.predictions();
    List<Row> rows = classifier().transform(paths()).collectAsList();
    assertThat(rows).hasSize(Fixture.IMAGES);
    for (Row row : rows) {
      List<String> line =
          expected.get(Fixture.images().relativize(Path.of(row.getString(0))).toString());
      Row first = row.<Row>getList(row.fieldIndex("top")).get(0);
      Vector all = row.getAs("probability");
      assertThat(row.<String>getAs("error")).isNull();
      assertThat(row.<String>getAs("prediction")).isEqualTo(line.get(1));
      assertThat(first.getString(0)).isEqualTo(line.get(3));
      assertThat(first.getFloat(1)).isEqualTo(Float.parseFloat(line.get(4)));
      assertThat(all.toArray()[all.argmax()]).isEqualTo(first.getFloat(1));
      assertThat(row.getList(row.fieldIndex("top"))).hasSize(3);
    }
  }

  @Test
  void isSavedAndLoaded() throws Exception {
    String saved = folder.resolve("model").toString();
    classifier().save(saved);
    ImageClassifierModel loaded = ImageClassifierModel.load(saved);
    assertThat(loaded.getTopClasses()).isEqualTo(3);
    assertThat(loaded.getModelFile()).isEqualTo(saved + "/model.onnx");
    Row one = loaded.transform(paths().limit(1)).first();
    assertThat(one.<String>getAs("error")).isNull();
  }

  @Test
  void aBaseIsNone() {
    assertThatThrownBy(
            () -> classifier().setModelFile(Fixture.base().toString()).transform(paths()))
        .hasMessageContaining("is a base that gives features, and no classifier");
  }

  private static ImageClassifierModel classifier() {
    return new ImageClassifierModel()
        .setModelFile(Fixture.classifier().toString())
        .setTopClasses(3);
  }

  private static Dataset<Row> paths() {
    List<String> files =
        Fixture.features().keySet().stream()
            .map(path -> Fixture.images().resolve(path).toString())
            .toList();
    return SPARK.createDataset(files, Encoders.STRING()).toDF("image").repartition(2);
  }
}
