package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.graft.experiment.Control;
import org.junit.jupiter.api.Test;

class ControlTableTest {
  @Test
  void aMeasuredControlTellsWhatItWasDoneOnItsIntervalAndItsVerdict() {
    Control probe =
        new Control("probe", "vgg <16>", 0.75, null, List.of(0.5, 0.875), "converges", null);
    assertThat(html(probe))
        .containsSubsequence(
            "<th>accuracy</th>",
            "<th scope=\"row\">probe</th>",
            "vgg &lt;16&gt;",
            "<td>0.750</td>",
            "<td>0.500 … 0.875</td>",
            "converges");
  }

  @Test
  void whatIsNoMeasurementHasNeitherBaseNorIntervalNorVerdict() {
    assertThat(html(new Control("chance", null, 0.1, null, null, null, null)))
        .contains("<td>0.100</td><td></td>")
        .doesNotContain("null", "…");
  }

  @Test
  void withoutControlsThereIsNoTable() {
    assertThat(new ControlTable("Controls", List.of(), "accuracy").isEmpty()).isTrue();
  }

  private static String html(Control... controls) {
    return Written.of(new ControlTable("Controls", List.of(controls), "accuracy"));
  }
}
