package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;

/** What {@code score} wrote of the demo images. */
final class Answers {
  private Answers() {}

  /**
   * Holds all of them against the model run on this machine, bit by bit.
   *
   * @param answers folder of Parquet
   * @param top likeliest classes that were asked for
   */
  static void assertSame(Path answers, Path model, int top) {
    List<Row> rows = Cluster.session().read().parquet(answers.toString()).collectAsList();
    assertThat(rows).hasSize(Fixture.IMAGES);
    try (OnnxModel local = OnnxModel.open(model, 1)) {
      for (Row row : rows) {
        Path image = Fixture.images().resolve(row.<String>getAs("path"));
        Prediction told = local.predict(List.of(image), top).get(0);
        assertThat(row.<String>getAs("prediction")).isEqualTo(told.label());
        assertThat(likeliest(row)).isEqualTo(told.top()).hasSize(top);
      }
    }
  }

  private static List<LabelProbability> likeliest(Row row) {
    return row.<Row>getList(row.fieldIndex("top")).stream()
        .map(each -> new LabelProbability(each.getString(0), each.getFloat(1)))
        .toList();
  }
}
