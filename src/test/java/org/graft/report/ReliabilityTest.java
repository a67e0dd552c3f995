package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.graft.train.Calibrate;
import org.graft.train.Calibrated;
import org.graft.train.Calibration;
import org.graft.train.Calibration.Bin;
import org.graft.train.Unknown;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  private static final Calibration MEASURED =
      new Calibration(
          List.of(new Bin(0.8, 0.9, 0, 0, 0), new Bin(0.9, 1, 0.9375, 0.75, 12)), 0.1875);

  @Test
  void aRangeShowsHowOftenItIsRightAndWhatItSays() {
    assertThat(html(Optional.empty()))
        .containsSubsequence(
            "calibration error 0.188",
            ">0.9 … 1.0</th>",
            "<i style=\"width:75.0%\">",
            "<b style=\"left:93.8%\">",
            "<td>0.750</td>",
            "<td>12</td>")
        .doesNotContain("temperature");
  }

  @Test
  void rangesThatNoImageFallsIntoAreLeftOut() {
    assertThat(html(Optional.empty())).doesNotContain("0.8 …");
  }

  @Test
  void aTemperatureTellsWhatItDid() {
    assertThat(html(Optional.of(calibrated(null))))
        .containsSubsequence(
            "temperature of 0.75",
            "7 images held out",
            "error is 0.250",
            "loss 0.500",
            "with it 0.375")
        .doesNotContain("unknown");
  }

  @Test
  void aBoundTellsWhatStaysUnknown() {
    assertThat(html(Optional.of(calibrated(new Unknown(0.9, 0.625, 0.8, 0.95)))))
        .containsSubsequence("unknown", "0.625", "0.800 of the images", "0.950", "0.900 wanted");
  }

  private static Calibrated calibrated(@Nullable Unknown unknown) {
    return new Calibrated(0.75, Calibrate.AUTO, 7, 0.25, 0.1875, 0.5, 0.375, unknown);
  }

  private static String html(Optional<Calibrated> calibrated) {
    return Written.of(new Reliability("Calibration", MEASURED, calibrated));
  }
}
