package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.doctor.Cause;
import org.graft.doctor.Diagnosis;
import org.junit.jupiter.api.Test;

class FindingSectionTest {
  @Test
  void showsWhatTheCureBrings() {
    assertThat(html(0.25, OptionalDouble.of(0.75), "do this"))
        .containsSubsequence(
            "<p class=\"verdict\">batch-norm</p>",
            "<p>because</p>",
            "By R² on the test images:",
            "as it was run",
            "class=\"second\" style=\"width:25",
            "0.250",
            "with the cure",
            "class=\"first\" style=\"width:75",
            "0.750",
            "<pre><code>do this</code></pre>");
  }

  @Test
  void promisesNoCureThatThereIsNot() {
    assertThat(html(0.25, OptionalDouble.empty(), "")).doesNotContain("cure");
  }

  @Test
  void aScoreBelowZeroHasNoBar() {
    assertThat(html(-0.5, OptionalDouble.empty(), ""))
        .contains("style=\"width:0.0%\"")
        .contains("-0.500");
  }

  private static String html(double before, OptionalDouble after, String cure) {
    Html html = new Html();
    Diagnosis diagnosis =
        new Diagnosis(
            Cause.BATCH_NORM,
            Optional.empty(),
            "because",
            Map.of(),
            "set it",
            List.of(),
            "R²",
            before,
            after,
            List.of());
    new FindingSection("Finding", diagnosis, cure).write(html);
    return html.toString();
  }
}
