package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a cross-validation a run names the labels that may be wrong, and what to do next. */
class DoubtfulLabelsTest {
  private static final List<String> BRANDS = List.of("Alvero", "Brimsol", "Cantavo");

  @TempDir Path home;

  private Path data;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"), 20, 5);
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
  }

  @Test
  void plantedSlipsAreNamedAndShown() throws IOException {
    Set<String> planted = new HashSet<>();
    for (int i = 0; i < BRANDS.size(); i++) {
      Path wrong = data.resolve("train").resolve(BRANDS.get((i + 1) % 3)).resolve("slip.jpg");
      Files.move(data.resolve("train").resolve(BRANDS.get(i)).resolve("006.jpg"), wrong);
      planted.add(wrong.toString());
    }
    CommandRun trained = train("demo_vgg", "--folds", "3");
    JsonNode doubts = trained.json().path("cross_validation").path("doubtful_labels");

    assertThat(doubts.findValuesAsText("path")).containsAll(planted).hasSizeLessThan(6);
    for (JsonNode doubt : doubts) {
      if (planted.contains(doubt.path("path").asText())) {
        int labelled = BRANDS.indexOf(doubt.path("label").asText());
        assertThat(doubt.path("likelier").asText()).isEqualTo(BRANDS.get((labelled + 2) % 3));
      }
    }
    assertThat(trained.out() + trained.err()).contains("labels may be wrong");
    assertThat(page(trained)).contains("Labels to look at", "slip.jpg", "What next");
  }

  @Test
  void pageSaysWhatToDoNextWithItsCommand() throws IOException {
    CommandRun trained = train("demo_vgg");
    String page = page(trained);
    String run = Path.of(trained.json().path("run").asText()).getFileName().toString();
    assertThat(page)
        .contains(
            "What next",
            "graft train --like " + run + " --folds 5",
            "graft train --like " + run + " --fine-tune-from BLOCK",
            "graft export --run " + run);
    assertThat(page).doesNotContain("Labels to look at");
  }

  @Test
  void pageOfARunAtTheBaseRateSendsToTheDoctor() throws IOException {
    Path inception = Path.of("data/networks/demo_inception.h5");
    assertThat(CommandRun.of(home, "import", "--keras", inception).exitCode()).isZero();
    CommandRun seed = train("demo_inception", "--recipe", "seed", "--learning-rate", "3");
    assertThat(page(seed))
        .contains("graft doctor --base demo_inception --data " + data)
        .doesNotContain("graft export");
  }

  private CommandRun train(String base, String... more) {
    Object[] line = new Object[10 + more.length];
    Object[] usual = {
      "train", "--base", base, "--data", data, "--size", 64, "--runs", home.resolve("runs")
    };
    System.arraycopy(usual, 0, line, 0, usual.length);
    line[usual.length] = "--json";
    System.arraycopy(more, 0, line, usual.length + 1, more.length);
    return CommandRun.of(home, line).succeeded();
  }

  private static String page(CommandRun trained) throws IOException {
    Path run = Path.of(trained.json().path("run").asText());
    return Files.readString(run.resolve("report.html"));
  }
}
