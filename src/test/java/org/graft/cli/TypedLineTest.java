package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypedLineTest {
  private static final TypedLine LINE =
      new TypedLine(
          List.of(
              "doctor",
              "--base",
              "a",
              "--standardize",
              "--units",
              "32",
              "--json",
              "--data",
              "my $x"));

  @Test
  void isQuotedForAShell() {
    assertThat(LINE)
        .hasToString("graft doctor --base a --standardize --units 32 --json --data 'my $x'");
    assertThat(new TypedLine(List.of("train", "--data", "it's")))
        .hasToString("graft train --data 'it'\\''s'");
  }

  @Test
  void keepsWhatIsNotChanged() {
    assertThat(LINE.as("train").with("--units", "64").with("--standardize").repeated())
        .isEqualTo("graft train --base a --data 'my $x' --units 64 --standardize");
  }

  @Test
  void leavesOptionsOutWithTheirValues() {
    assertThat(LINE.without("--base", "--data").words())
        .containsExactly("doctor", "--standardize", "--units", "32", "--json");
  }

  @Test
  void whatOnlyTellsTakesNoWordWithIt() {
    assertThat(new TypedLine(List.of("report", "--json", "one")).repeated())
        .isEqualTo("graft report one");
  }
}
