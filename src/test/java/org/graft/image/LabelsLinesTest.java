package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Lines that are held as columns come out as they went in. */
class LabelsLinesTest {
  private static final List<LabelsLine> LINES =
      List.of(
          line(2, "a/1.jpg", List.of("cat"), OptionalDouble.empty(), null, null),
          line(3, "1.jpg", List.of("cat", "dog"), OptionalDouble.empty(), Role.TEST, "g"),
          line(9, "a/b/ü.jpg", List.of(), OptionalDouble.of(-0.0), Role.TRAIN, "h"),
          line(10, "../x.jpg", List.of("cat"), OptionalDouble.of(3), Role.TEST, "g"));

  private static LabelsLine line(
      int number, String file, List<String> labels, OptionalDouble value, Role role, String group) {
    return new LabelsLine(
        number,
        Path.of(file),
        labels,
        value,
        Optional.ofNullable(role),
        Optional.ofNullable(group));
  }

  @Test
  void linesAreThoseThatWentIn() {
    assertThat(LabelsLines.copyOf(LINES)).isEqualTo(LINES);
    assertThat(LabelsLines.copyOf(List.of())).isEmpty();
  }

  @Test
  void whatIsHeldSoIsNotCopiedAgain() {
    LabelsLines lines = LabelsLines.copyOf(LINES);
    assertThat(LabelsLines.copyOf(lines)).isSameAs(lines);
  }

  @Test
  void linesAreCountedWhileTheyComeIn() {
    LabelsLines.Builder builder = new LabelsLines.Builder();
    LINES.forEach(builder::add);
    assertThat(builder.count()).isEqualTo(4);
  }
}
