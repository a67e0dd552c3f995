package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.graft.failure.GraftException;
import org.graft.plan.Model;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files damaged in any place are refused in one line or give a network; where only stored values
 * are guarded by checksums, a flipped bit never changes them unseen. Nothing hangs, crashes or asks
 * for memory beyond the heap of the tests.
 */
@Tag("fuzz")
class DamagedModelsFuzzTest {
  private static final int FLIPS = 400;
  private static final int CUTS = 120;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"frozen_v1.pb", "frozen_v2.pb"})
  void damagedGraphs(String name) throws IOException {
    damage(TinyModels.path(name), folder.resolve(name), folder.resolve(name), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_model.pb",
        "variables/variables.index",
        "variables/variables.data-00000-of-00001"
      })
  void damagedSavedModels(String file) throws IOException {
    for (String name : new String[] {"keras_export", "tf1_variables"}) {
      Path copy = copyOf(name);
      Optional<Model> intact = read(copy);
      boolean guarded = file.startsWith("variables/");
      damage(
          TinyModels.path(name).resolve(file),
          copy.resolve(file),
          copy,
          guarded ? intact.orElseThrow() : null);
    }
  }

  /**
   * @param intact what comes out if anything does; {@code null} where that may be another network
   */
  private void damage(Path source, Path target, Path read, Model intact) throws IOException {
    byte[] whole = Files.readAllBytes(source);
    Random random = new Random(17);
    for (int i = 0; i < FLIPS; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      expect(Files.write(target, flipped), read, intact);
    }
    for (int i = 0; i < CUTS; i++) {
      expect(Files.write(target, Arrays.copyOf(whole, i * whole.length / CUTS)), read, intact);
    }
  }

  private static void expect(Path damaged, Path read, Model intact) {
    Optional<Model> found =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> read(read));
    if (intact != null && found.isPresent()) {
      assertThat(found.get()).as("%s", damaged).isEqualTo(intact);
    }
  }

  /** The network, or nothing if it is refused; anything else than a refusal fails the test. */
  private static Optional<Model> read(Path path) {
    try {
      return Optional.of(Translator.translate(TensorflowReader.read(path, null)));
    } catch (GraftException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      return Optional.empty();
    }
  }

  private Path copyOf(String name) throws IOException {
    Path source = TinyModels.path(name);
    Path target = folder.resolve(name);
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : all.toList()) {
        Files.copy(path, target.resolve(source.relativize(path).toString()));
      }
    }
    return target;
  }
}
