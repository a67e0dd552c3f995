package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  @TempDir Path folder;

  @Test
  void arraysComeBackAsTheyWere() throws IOException {
    for (NpyArray array :
        new NpyArray[] {
          new NpyArray(new float[] {1, -2, 3, 4, 5, Float.NaN}, 2, 3),
          new NpyArray(new float[] {7}),
          new NpyArray(new float[0], 0, 4)
        }) {
      NpyArray back = NpyArray.read(new ByteArrayInputStream(bytes(array)), 100);
      assertThat(back.values()).containsExactly(array.values());
      assertThat(back.shape()).containsExactly(array.shape());
    }
  }

  @Test
  void arraysThatAreNoneAreRefused() throws IOException {
    byte[] good = bytes(new NpyArray(new float[] {1, 2, 3}, 3));
    assertRefused(Arrays.copyOf(good, good.length - 1), 100, "truncated");
    assertRefused(good, 2, "an array of 3 values");
    assertRefused("no array".getBytes(StandardCharsets.UTF_8), 9, "not a .npy array");
    byte[] doubles =
        new String(good, StandardCharsets.ISO_8859_1)
            .replace("<f4", "<f8")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(doubles, 9, "not a float32 array");
  }

  @Test
  void aWriterThatFailsLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    part -> {
                      Files.writeString(part, "half");
                      throw new IOException("no more room");
                    }))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("no more room");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void jsonIsReadStrictly() throws IOException {
    Path file = folder.resolve("a.json");
    for (String wrong : new String[] {"{\"a\":1,\"a\":2}", "{} {}", "{", ""}) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> Json.read(file, JsonNode.class))
          .as(wrong)
          .isInstanceOf(MalformedFileException.class);
    }
  }

  private static void assertRefused(byte[] bytes, long most, String message) {
    assertThatThrownBy(() -> NpyArray.read(new ByteArrayInputStream(bytes), most))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static byte[] bytes(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    array.write(out);
    return out.toByteArray();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void tablesComeBackAsTheyWere() throws IOException {
    List<List<String>> rows =
        List.of(List.of("a,b", "say \"so\"", "two\nlines", ""), List.of("\"", "1.5E-7", "ä", "x"));
    Path file = folder.resolve("table.csv");
    Files.write(file, rows.stream().map(row -> Csv.line(row.toArray())).toList());
    assertThat(Csv.read(file)).isEqualTo(rows);
    Files.writeString(file, "a,\"b\nc");
    assertThatThrownBy(() -> Csv.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("a quote stays open");
  }
}
