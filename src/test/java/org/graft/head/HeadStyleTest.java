package org.graft.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads in the JSON of runs. */
class HeadStyleTest {
  private static final String DENSE =
      "{\"units\":64,\"dropout\":0.4,\"standardized\":true,\"initializer\":\"GLOROT_UNIFORM\"}";

  @TempDir Path folder;

  private record Holder(HeadStyle head) {}

  private HeadStyle read(String json) throws IOException {
    Path file = folder.resolve("head.json");
    Files.writeString(file, "{\"head\":" + json + "}");
    return Json.read(file, Holder.class).head();
  }

  @Test
  void headsOfOlderRunsAreWrittenAndReadAsTheyWere() throws IOException {
    LayeredHead dense = new LayeredHead(64, 0.4, true, Initializer.GLOROT_UNIFORM);
    assertThat(Json.line(new Holder(dense))).isEqualTo("{\"head\":" + DENSE + "}");
    assertThat(read(DENSE)).isEqualTo(dense);
  }

  @Test
  void otherHeadsComeBack() throws IOException {
    LayeredHead deep =
        new LayeredHead(64, 0.4, true, Initializer.HE_NORMAL)
            .withFurther(List.of(32, 16))
            .withPooling(Pooling.MEAN_AND_MAX);
    assertThat(read(Json.line(deep))).isEqualTo(deep);
    GraphHead graph = new GraphHead("x.fb", true, new GraphBytes(new byte[] {1, 2, 3}));
    assertThat(Json.line(graph)).contains("\"graph\":\"039058c6f2c0cb49");
    assertThat(read(Json.line(graph))).isEqualTo(graph);
  }

  @Test
  void headsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> read("{\"units\":64,\"dropout\":0.4,\"standardized\":true}"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("initializer");
    assertThatThrownBy(() -> read("{\"units\":64,\"graph\":\"00\"}"))
        .isInstanceOf(MalformedFileException.class);
    assertThatThrownBy(() -> read("{}")).isInstanceOf(MalformedFileException.class);
  }
}
