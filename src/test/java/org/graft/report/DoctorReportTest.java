package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graft.doctor.Cause;
import org.graft.doctor.Consultation;
import org.graft.doctor.Diagnosis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a diagnosis says at once what it is, what cures it, and that the cure works. */
class DoctorReportTest {
  private static final Pattern FIGURE = Pattern.compile("evidence\\.put\\(\\s*\"([a-z_]+)\"");

  @TempDir Path folder;

  @Test
  void leadsWithVerdictCureAndProof() throws IOException {
    String page =
        page(Cause.PREPROCESSING, Optional.empty(), "--preprocessing tf", OptionalDouble.of(0.983));
    assertThat(page)
        .contains(
            "<p class=\"lead\">Preprocessing: accuracy 0.083 → 0.983 with --preprocessing tf.</p>");
  }

  /**
   * Of the demo data under the recipe seed, as written before 0.1.0: remedies are options there.
   */
  @Test
  void whatWasWrittenBeforeIsShownAsItStands() throws IOException {
    Files.copy(Path.of("src/test/resources/fixtures/doctor.json"), folder.resolve("doctor.json"));
    assertThat(Files.readString(Reports.write(folder, StepWords.API)))
        .containsSubsequence(
            "Preprocessing: accuracy 0.083 → 0.983 with --preprocessing tf.",
            "graft train --base demo_inception --data data/logos --size 64 --recipe seed",
            "graft import --keras FILE, from a file whose moving statistics were trained",
            "--learning-rate 0.000300");
  }

  @Test
  void whereNothingProvesACureTheLeadPromisesNone() throws IOException {
    assertThat(page(Cause.DATA, Optional.of("conv1"), "look at it", OptionalDouble.empty()))
        .contains("<p class=\"lead\">Data in layer conv1: accuracy 0.083.</p>");
  }

  @Test
  void figuresAreFoldedAndInWords() throws IOException {
    assertThat(page(Cause.HEALTHY, Optional.empty(), "", OptionalDouble.empty()))
        .containsSubsequence(
            "<details><summary>All 3 figures</summary>",
            "greatest magnitude of a feature",
            "accuracy of the probe, a ridge regression on the features",
            "x figure",
            "</details>");
  }

  /** But for those whose name ends in that of a score. */
  @Test
  void everyFigureOfTheDoctorHasWords() throws IOException {
    try (Stream<Path> checks = Files.list(Path.of("src/main/java/org/graft/doctor"))) {
      assertThat(
              checks
                  .flatMap(file -> FIGURE.matcher(text(file)).results())
                  .map(figure -> figure.group(1))
                  .filter(name -> !name.endsWith("_")))
          .hasSizeGreaterThan(30)
          .allSatisfy(
              name ->
                  assertThat(EvidenceWords.of(name))
                      .isNotEqualTo(name.contains("_") ? name.replace('_', ' ') : ""));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String page(Cause cause, Optional<String> layer, String cure, OptionalDouble after)
      throws IOException {
    Diagnosis diagnosis =
        new Diagnosis(
            cause,
            layer,
            "because",
            new TreeMap<>(Map.of("feature_largest", 3.5, "probe_accuracy", 0.9, "x_figure", 1)),
            cure,
            List.of(),
            "accuracy",
            0.083,
            after,
            List.of());
    return Files.readString(
        DoctorReport.write(
            folder,
            new Consultation(
                Consultation.FORMAT,
                "demo_inception",
                "logos",
                64,
                "seed",
                "raw",
                "graft doctor",
                "graft train",
                "2026-11-24T12:00:00Z",
                "0",
                1,
                diagnosis)));
  }
}
