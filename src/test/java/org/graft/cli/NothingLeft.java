package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.graft.storage.Scratch;

/** What processes must not leave behind in a place with a home, runs and exported files. */
public final class NothingLeft {
  private NothingLeft() {}

  /** Fails if anything is there but for what is below {@code expected}. */
  public static void require(Path place, String... expected) throws IOException {
    Scratch.tidy(place.resolve("tmp"));
    List<String> left;
    try (Stream<Path> all = Files.walk(place)) {
      left =
          all.map(place::relativize)
              .map(Path::toString)
              .filter(
                  path ->
                      path.matches(
                          "tmp/.*|(.*/)?(\\..*|.*\\.part.*|lock|checkpoints|"
                              + "training\\.json|content-.*)"))
              .filter(path -> !path.matches("home/cache/(features|digests)/lock"))
              .filter(path -> !path.startsWith("tmp/hsperf"))
              .filter(path -> !path.startsWith("tmp/onnxruntime-java"))
              .filter(path -> !path.matches("home/bases/[^/]*/content-[^/]*(/[^/]*)?"))
              .filter(path -> Stream.of(expected).noneMatch(path::startsWith))
              .toList();
    }
    assertThat(left).as("left behind").isEmpty();
    try (Stream<Path> bases = Files.list(place.resolve("home/bases"))) {
      for (Path base : bases.toList()) {
        requireNoOther(base);
      }
    }
  }

  /** A base that took the place of another has its content in one folder of its own. */
  private static void requireNoOther(Path base) throws IOException {
    try (Stream<Path> files = Files.list(base)) {
      long expected = Files.exists(base.resolve("plan.json")) ? 3 : 2;
      assertThat(files.count()).as("files of the base " + base).isEqualTo(expected);
    }
  }
}
