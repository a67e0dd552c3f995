package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records are read whole or refused in one line that names the field. */
class RequiredFieldsTest {
  private static final String WHOLE =
      "{\"name\": \"a\", \"count\": 3, \"share\": 0.5, \"kind\": \"ONE\", \"parts\": [{\"on\": true}]}";

  @TempDir Path folder;

  private enum Kind {
    ONE,
    TWO
  }

  private record Part(boolean on) {}

  private record Thing(
      String name,
      int count,
      double share,
      Kind kind,
      List<Part> parts,
      @OrNull String note,
      Optional<String> hint) {}

  @Test
  void whatMayBeMissingMay() throws IOException {
    assertThat(read(WHOLE))
        .isEqualTo(
            new Thing("a", 3, 0.5, Kind.ONE, List.of(new Part(true)), null, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\": \"a\", | | field name is missing",
        "\"count\": 3, | | field count is missing",
        "3 | \"3\" | field count: a whole number expected, found",
        "3 | 3.5 | field count: a whole number expected, found",
        "3 | null | field count: a whole number expected, found",
        "3 | 99999999999 | out of range",
        "0.5 | [] | field share: a number expected, found a list",
        "0.5 | \"x\" | field share: a number expected, found 'x'",
        "\"ONE\" | \"SIX\" | field kind: one of ONE, TWO expected, found 'SIX'",
        "\"ONE\" | null | field kind is null",
        "true | 1 | field parts[0].on: true or false expected, found",
        "{\"on\": true} | {} | field parts[0].on is missing",
        "{\"on\": true} | null | field parts[0] is null",
        "\"on\": true | \"on\": true, \"off\": 1 | field parts[0].off is not known; known are on",
        "\"a\" | {} | field name: a text expected, found an object",
        "\"a\" | null | field name is null"
      })
  void whatMustBeThereIsNamed(String part, String other, String problem) {
    String changed = WHOLE.replace(part, other == null ? "" : other);
    assertThat(changed).isNotEqualTo(WHOLE);
    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("thing.json: not as expected: ")
        .hasMessageContaining(problem)
        .message()
        .doesNotContain("\n", "org.graft", "JsonToken");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> read("{\"parts\": " + "[".repeat(100_000)))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("parts[0]");
    assertThatThrownBy(() -> Json.parse("[".repeat(1100) + "]".repeat(1100), Path.of("deep")))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void nothingAtAllIsRefused() {
    assertThatThrownBy(() -> read("null"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageEndingWith("all of it is null");
  }

  private Thing read(String json) throws IOException {
    return Json.read(Files.writeString(folder.resolve("thing.json"), json), Thing.class);
  }
}
