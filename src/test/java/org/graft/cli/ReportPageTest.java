package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft.doctor.Cause;
import org.graft.doctor.Consultation;
import org.graft.doctor.Diagnosis;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.Control;
import org.graft.fixture.Browser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of a run, a comparison and a diagnosis in a real browser, from the disk. */
@Tag("browser")
class ReportPageTest {
  private static final String HOSTILE = "<img src=x onerror=\"console.error(1)\">&'";

  /** What WCAG 2.1 asks of text. */
  private static final double CONTRAST = 4.5;

  @TempDir static Path home;

  @BeforeAll
  static void makePages() throws IOException {
    Path data = DemoData.copyTo(home.resolve("data"));
    for (String part : List.of("train", "test")) {
      Path brand = data.resolve(part).resolve("Alvero");
      Files.move(brand, brand.resolveSibling(HOSTILE));
    }
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
    CommandRun run =
        CommandRun.of(home, CommandRun.training(home, data, "--epochs", 5, "--validation", 0.2));
    Files.move(Path.of(run.json().path("run").asText()), home.resolve("run"));
    comparison(9).write(Files.createDirectories(home.resolve("compare")));
    consultation().write(Files.createDirectories(home.resolve("doctor")));
    for (String page : List.of("run", "compare", "doctor")) {
      CommandRun.of(home, "report", home.resolve(page)).succeeded();
    }
  }

  private static Comparison comparison(int rows) {
    return new Comparison(
        Comparison.FORMAT,
        HOSTILE,
        "seed",
        "graft compare --bases a,b --data '" + HOSTILE + "'",
        "2026-11-24T12:00:00Z",
        "0",
        135,
        0.037,
        IntStream.range(0, rows).mapToObj(ReportPageTest::row).toList(),
        List.of(
            new Control("base rate", null, 0.037, null, null, null, null),
            new Control(
                "probe", "inception_v3", 0.8, null, List.of(0.72, 0.86), "converges", null)),
        "accuracy");
  }

  private static ComparisonRow row(int i) {
    double accuracy = i / 8.0;
    return new ComparisonRow(
        "a_base_with_a_rather_long_name_" + i,
        75,
        "caffe",
        0.003,
        accuracy,
        null,
        List.of(Math.max(0, accuracy - 0.1), Math.min(1, accuracy + 0.1)),
        0.012,
        0.037,
        i < 2 ? "base-rate" : "converges",
        i < 2 ? "preprocessing" : null,
        accuracy,
        1.5,
        0.037,
        120,
        4.5,
        14_714_688,
        812.0,
        0.01,
        List.of(
            new ComparisonRow.Cell(1, accuracy, accuracy, home.resolve("run").toString(), true)),
        home.resolve("run").toString());
  }

  private static Consultation consultation() {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("probe_accuracy", 0.593);
    evidence.put("probe_by_preprocessing", Map.of("raw", 0.4, "tf", 0.8, "caffe", 0.3));
    evidence.put("hostile", HOSTILE);
    return new Consultation(
        Consultation.FORMAT,
        "inception_v3",
        "logos",
        75,
        "seed",
        "raw",
        "graft doctor --base inception_v3 --data logos",
        "graft train --base inception_v3 --data logos --preprocessing tf",
        "2026-11-24T12:00:00Z",
        "0",
        12.5,
        new Diagnosis(
            Cause.INPUT_SIZE,
            Optional.of("mixed3"),
            "because " + HOSTILE,
            evidence,
            "--preprocessing tf",
            List.of(),
            "accuracy",
            0.059,
            OptionalDouble.of(0.78),
            List.of(new Trial(Cause.PREPROCESSING, "--preprocessing tf", 0.78))));
  }

  @ParameterizedTest
  @CsvSource({
    "run, 360, light, 2",
    "run, 1200, dark, 2",
    "compare, 360, dark, 3",
    "compare, 1200, light, 3",
    "doctor, 360, light, 0",
    "doctor, 1200, dark, 0"
  })
  void isReadable(String page, int width, String scheme, int charts) throws Exception {
    try (Browser browser = Browser.start()) {
      browser.emulate("screen", scheme);
      browser.open(home.resolve(page).resolve("report.html").toUri(), width);
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.evaluate("document.querySelectorAll('svg').length").asInt())
          .isEqualTo(charts);
      assertThat(browser.evaluate("document.querySelectorAll('section').length").asInt())
          .isGreaterThan(4);
      assertThat(browser.overlaps()).isEmpty();
      assertThat(browser.faintTexts(CONTRAST)).isEmpty();
      assertThat(fits(browser)).isTrue();
      browser.screenshot(Path.of("target").resolve("report-" + page + "-" + width + ".png"));
      browser.emulate("print", scheme);
      assertThat(browser.overlaps()).isEmpty();
      assertThat(browser.faintTexts(CONTRAST)).isEmpty();
    }
  }

  private static boolean fits(Browser browser) {
    return browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean();
  }

  /** Lines, bars and pictures that have a size, and marks where the figures say. */
  @ParameterizedTest
  @CsvSource({
    "run, 'path.line', 5",
    "run, '.picture img', 1",
    "run, '.look', 3",
    "run, '.look img[alt^=heat]', 3",
    "run, '.bar', 1",
    "run, 'table.matrix td', 9",
    "compare, circle, 9",
    "compare, 'line.range', 9",
    "doctor, '.bar i', 2"
  })
  void showsItsFigures(String page, String selector, int least) throws Exception {
    try (Browser browser = Browser.start()) {
      browser.open(home.resolve(page).resolve("report.html").toUri(), 1000);
      assertThat(sized(browser, selector)).isGreaterThanOrEqualTo(least);
      assertThat(
              browser
                  .evaluate(
                      "document.images.length - [...document.images]"
                          + ".filter(i => i.naturalWidth > 0).length")
                  .asInt())
          .isZero();
      assertThat(browser.evaluate("performance.getEntriesByType('resource').length").asInt())
          .isZero();
    }
  }

  private static int sized(Browser browser, String selector) {
    String boxes =
        "[...document.querySelectorAll('" + selector + "')].map(e => e.getBoundingClientRect())";
    return browser.evaluate(boxes + ".filter(b => b.width > 0 || b.height > 0).length").asInt();
  }
}
