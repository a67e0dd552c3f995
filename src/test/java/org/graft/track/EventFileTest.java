package org.graft.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir private Path folder;

  /** The bytes that TensorFlow 2.21's own RecordWriter gave for the same two events. */
  @Test
  void bytesAreThoseOfTensorFlow() throws IOException {
    Path file = folder.resolve("events");
    try (EventFile events = new EventFile(file, 1.5)) {
      events.scalar(2.25, 300, "epoch_loss", 0.75f);
    }
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
        .isEqualTo(
            "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c2100000000000000017becf609000000000000024010ac022a130a110a0a65706f63685f6c6f7373150000403f7a6d833f");
  }

  @Test
  void everyEventCanBeReadAtOnce() throws IOException {
    Path file = folder.resolve("events");
    try (EventFile events = new EventFile(file, 0)) {
      long before = Files.size(file);
      events.scalar(0, 0, "a", 1);
      assertThat(Files.size(file)).isGreaterThan(before);
    }
  }
}
