package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @TempDir Path folder;

  record Point(int x, List<Double> weights, String name) {}

  @Test
  void aRecordComesBackEqual() throws IOException {
    Point point = new Point(3, List.of(0.1, -1e-30), "Zürich \"7\"");
    Path file = folder.resolve("point.json");
    Json.write(file, point);
    assertThat(Json.read(file, Point.class)).isEqualTo(point);
    assertThat(Files.readString(file)).endsWith("}\n");
  }

  @Test
  void aLineIsOneLine() {
    assertThat(Json.line(new Point(3, List.of(), "a\nb")))
        .isEqualTo("{\"x\":3,\"weights\":[],\"name\":\"a\\nb\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\": 1, \"x\": 2} | Duplicate field 'x'",
        "{\"x\": 1, \"weights\": [], \"name\": \"\"} {} | Trailing token",
        "{\"x\": 1, \"weights\": [], \"name\": \"\"}] | Unexpected close marker",
        "{\"x\": 1, \"weights\": [], \"name\": \"\", \"y\": 2} | field y is not known; known are x, weights, name",
        "{\"x\": \"one\"} | field x: a whole number expected, found 'one'",
        "{\"x\": 1 | Unexpected end-of-input",
        "'' | No content",
      })
  void otherContentIsTheFilesMistake(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("point.json"), text);
    assertThatThrownBy(() -> Json.read(file, Point.class))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file + ": not as expected: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\": 1, \"x\": 2} | Duplicate field 'x'",
        "{} {} | Trailing token",
        "{'x': 1} | Unexpected character",
      })
  void parsedTextIsAsStrict(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text.replace('\'', '`'), Path.of("some.h5")))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("some.h5: not JSON: ")
        .hasMessageContaining(message);
  }

  @Test
  void bottomlessTextIsRefusedAndNotRecursedInto() {
    String bottomless = "[".repeat(200_000) + "]".repeat(200_000);
    assertThatThrownBy(() -> Json.parse(bottomless, Path.of("some.h5")))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("none.json");
    assertThatThrownBy(() -> Json.read(missing, JsonNode.class))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(missing + ": cannot be read: ");
  }

  @Test
  void aFileAbove64MebibytesIsNotRead() throws IOException {
    Path large = folder.resolve("large.json");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength((64L << 20) + 1);
    }
    assertThatThrownBy(() -> Json.read(large, JsonNode.class))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("larger than 64 MiB");
  }

  @Test
  void resourcesOfOnesOwnAreFound() {
    assertThat(
            Json.resource(
                "/org/graft/keras-models/catalogue.json",
                new TypeReference<Map<String, JsonNode>>() {}))
        .containsKey("vgg16");
    assertThatThrownBy(() -> Json.resource("/none.json", JsonNode.class))
        .hasMessage("no resource /none.json");
  }
}
