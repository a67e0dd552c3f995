package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final Pattern LINE = Pattern.compile("class=\"line first\" d=\"([^\"]*)\"");
  private static final String FLOOR = "168.0";
  private static final String CEILING = "8.0";

  @Test
  void zeroLiesOnTheFloorAndTheTopAtTheCeiling() {
    assertThat(line(1, 0.0, 0.5, 1.0)).isEqualTo("M34.0 " + FLOOR + "L183.0 88.0L332.0 " + CEILING);
  }

  @Test
  void whatIsNoNumberLeavesAGap() {
    String broken = line(1, 0.0, Double.NaN, 1.0, 1.0);
    assertThat(broken).startsWith("M34.0 " + FLOOR + "M").doesNotContain("NaN");
    assertThat(broken.chars().filter(c -> c == 'L').count()).isEqualTo(1);
  }

  @Test
  void whatRisesAboveTheTopIsDrawnAtIt() {
    assertThat(line(1, 0.0, 7.0)).endsWith(" " + CEILING);
  }

  @Test
  void aSingleEpochLiesInTheMiddle() {
    assertThat(line(1, 0.0)).isEqualTo("M183.0 " + FLOOR);
  }

  @Test
  void aFittedChartHasRoomForItsGreatestFiniteValue() {
    LineChart chart =
        LineChart.fitted("loss", List.of(new Series("a", "first", List.of(2.0, Double.NaN, 4.0))));
    assertThat(chart.top()).isGreaterThan(4).isLessThan(4.5);
    LineChart flat = LineChart.fitted("loss", List.of(new Series("a", "first", List.of(0.0))));
    assertThat(flat.top()).isEqualTo(1);
  }

  @Test
  void aPictureAloneNamesEveryLine() {
    List<Series> lines =
        List.of(
            new Series("vgg <16>", "first", List.of(0.5, 0.8)), Series.level("base rate", 0.1, 2));
    String picture = new LineChart("accuracy", 1, lines).picture(".line{fill:none}");
    assertThat(picture)
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .contains("<title>accuracy</title>", "vgg &lt;16&gt;", "base rate", ".line{fill:none}")
        .endsWith("</svg>");
  }

  private static String line(double top, Double... values) {
    Html html = new Html();
    new LineChart("accuracy", top, List.of(new Series("a", "first", List.of(values)))).write(html);
    return LINE.matcher(html.toString())
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow();
  }
}
