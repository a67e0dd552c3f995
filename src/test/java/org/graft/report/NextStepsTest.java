package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipFile;
import org.graft.failure.Hint;
import org.graft.failure.Setting;
import org.graft.plan.Tensor;
import org.graft.storage.Json;
import org.graft.train.Evaluation;
import org.graft.train.RunRecord;
import org.junit.jupiter.api.Test;

class NextStepsTest {
  private static final Path VERSION = Path.of("src/test/resources/fixtures/versions/0.1.0.zip");
  private static final String RECORD = "runs/20261127-215630-plain-safe/run.json";
  private static final Path FOLDER = Path.of("runs", "one");

  /** Tells what it was asked for. */
  private static final StepWords ASKED =
      new StepWords() {
        @Override
        public String said(String text) {
          return Hint.reworded(text, (hint, value) -> "[" + hint + "/" + value + "]");
        }

        @Override
        public String diagnosed(Path folder) {
          return "diagnosed " + folder.getFileName();
        }

        @Override
        public String audited(Path folder) {
          return "audited " + folder.getFileName();
        }

        @Override
        public String trainedLike(Path folder, RunRecord run, Setting... changes) {
          return "like " + folder.getFileName() + List.of(changes);
        }
      };

  @Test
  void aRunThatLearnedNothingIsExaminedFirst() throws IOException {
    assertThat(html(ASKED, false, 1, 0, 0, 1))
        .isEqualTo(
            "<p>It learned next to nothing. [Training.diagnose()/] finds out why, with the options"
                + " of this run:</p><pre><code>diagnosed one</code></pre>");
  }

  @Test
  void aGoodRunIsHandedOut() throws IOException {
    assertThat(html(StepWords.API, false, right(100)))
        .isEqualTo(
            "<p>Hand it out as one file:</p>"
                + "<pre><code>TrainedModel.exportOnnx(plain.onnx)</code></pre>");
  }

  @Test
  void whatIsInTheWayOfABetterRunIsNamedWithWhatHelps() throws IOException {
    int[] answers = right(100);
    for (int i = 0; i < 30; i += 2) {
      answers[i] = 1;
    }
    assertThat(html(ASKED, false, answers))
        .containsSubsequence(
            "More images of Alvero help most: 0.700 of its 50 test images are recognised.",
            "audited one",
            "by a cross-validation:",
            "like one[Training.folds(5)]",
            "[Bases.plan()/plain] shows its blocks:",
            "like one[Training.fineTuneFrom(BLOCK)]",
            "Hand it out");
  }

  @Test
  void whatWasNotTestedIsNotJudged() throws IOException {
    assertThat(html(ASKED, true, 1, 0, 0, 1)).startsWith("<p>Hand it out");
  }

  @Test
  void whatDoesAStepIsLeftOutWhereItIsNotKnown() throws IOException {
    StepWords unknown =
        new StepWords() {
          @Override
          public String exported(RunRecord run) {
            return "";
          }
        };
    assertThat(html(unknown, false, right(100))).isEqualTo("<p>Hand it out as one file:</p>");
  }

  /** Answers that are right for classes that take turns. */
  private static int[] right(int images) {
    int[] answers = new int[images];
    for (int i = 0; i < images; i++) {
      answers[i] = i % 2;
    }
    return answers;
  }

  private static String html(StepWords words, boolean untested, int... answers) throws IOException {
    RunRecord run = run(untested);
    float[] values = new float[answers.length * 2];
    for (int i = 0; i < answers.length; i++) {
      values[i * 2 + answers[i]] = 1;
    }
    Evaluation evaluation =
        new Evaluation(
            run.labels(),
            Collections.nCopies(answers.length, Path.of("image")),
            right(answers.length),
            new Tensor(values, answers.length, 2));
    Html html = new Html();
    new NextSteps("What next", run, evaluation, FOLDER, words).write(html);
    return html.toString();
  }

  private static RunRecord run(boolean untested) throws IOException {
    try (ZipFile zip = new ZipFile(VERSION.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(RECORD))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      ObjectNode tree = (ObjectNode) Json.parse(text, VERSION);
      if (untested) {
        tree.put("test_images", 0);
      }
      return Json.record(tree, RunRecord.class, VERSION);
    }
  }
}
