package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.failure.Hint;
import org.graft.failure.Setting;
import org.graft.plan.Preprocessing;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTest {
  static final List<Change> ALL =
      List.of(
          new Change.InputSize(75),
          new Change.PreparedAs(Preprocessing.CAFFE),
          new Change.Rate(0.003 * 0.1),
          new Change.Standardized(),
          new Change.ByRecipe("safe"));

  @TempDir Path folder;

  @Test
  void eachKindIsASettingOfATraining() {
    assertThat(ALL.stream().map(Change::setting))
        .containsExactly(
            new Setting(Hint.SIZE, "75"),
            new Setting(Hint.PREPARATION, "caffe"),
            new Setting(Hint.LEARNING_RATE, "0.000300"),
            new Setting(Hint.STANDARDIZE, ""),
            new Setting(Hint.RECIPE, "safe"));
    assertThat(ALL.stream().map(Change::getClass).distinct().toList())
        .hasSize(Change.class.getPermittedSubclasses().length);
  }

  @Test
  void isKeptByItsNameAndValue() throws Exception {
    Path file = folder.resolve("change.json");
    for (Change change : ALL) {
      Json.write(file, change);
      assertThat(Json.read(file, Change.class)).isEqualTo(change);
    }
    Json.write(file, new Change.InputSize(75));
    JsonNode kept = Json.tree(Json.read(file, Change.class));
    assertThat(kept).hasToString("{\"change\":\"size\",\"pixels\":75}");
    Files.writeString(file, "{\"change\":\"learning-rate\",\"learningRate\":0.5}");
    assertThat(Json.read(file, Change.class)).isEqualTo(new Change.Rate(0.5));
  }
}
