package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft.image.Pixels;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.report.HeatMaps.Looked;
import org.graft.report.HeatMaps.View;
import org.junit.jupiter.api.Test;

class HeatMapsTest {
  private static final Pixels PICTURE = new Pixels(4, 4, new byte[3 * 4 * 4]);
  private static final Optional<Shape> CELLS = Optional.of(new Shape(2, 3, 8));

  @Test
  void aMistakeIsShownForTheClassPredictedAndForItsOwn() {
    Looked mistake =
        new Looked(
            Path.of("some", "a.png"), PICTURE, 0.875f, "cat", List.of(view("dog"), view("cat")));
    assertThat(Written.of(new HeatMaps("Heat", CELLS, List.of(mistake), "")))
        .containsSubsequence(
            "map of 2 × 3 cells",
            "alt=\"cat\"><small>picture</small>",
            "alt=\"heat for dog: ",
            "<small>for dog</small>",
            "alt=\"heat for cat: ",
            "<b>dog</b><span>0.875</span><span>is cat</span><small>a.png</small>");
  }

  @Test
  void whereNothingIsDrawnThePageSaysWhy() {
    HeatMaps without = HeatMaps.leftOut("no places to weigh");
    assertThat(without.isEmpty()).isFalse();
    assertThat(Written.of(without)).isEqualTo("<p>no places to weigh</p>");
  }

  @Test
  void withoutAnImageThatIsStillThereThereIsNothingToShow() {
    assertThat(new HeatMaps("Heat", CELLS, List.of(), "").isEmpty()).isTrue();
  }

  private static View view(String label) {
    return new View(label, new Heat(new Tensor(new float[] {1, 0, 0, 0, 0, 0}, 2, 3), 1));
  }
}
