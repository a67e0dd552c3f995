package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft.base.GeneratedModels.Outcome;
import org.graft.fixture.RealPython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small models drawn at random of every way of saying things that the readers know: none is wrong,
 * and hardly any is refused. {@code -Dgraft.generated.seed=S} and {@code -Dgraft.generated.count=N}
 * draw others and more.
 */
@Tag("generated")
class GeneratedModelsTest {
  private static final double LEAST_IMPORTED = 0.95;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"keras", "tensorflow"})
  void modelsComputeWhatTheirMakerComputes(String reader) throws IOException {
    RealPython.run(
        "generated/generate.py",
        folder,
        "--reader",
        reader,
        "--seed",
        Integer.getInteger("graft.generated.seed", 1),
        "--count",
        Integer.getInteger("graft.generated.count", 220));
    List<Outcome> outcomes = GeneratedModels.imported(folder, reader);
    System.out.println(GeneratedModels.table(outcomes));
    outcomes.stream().filter(o -> !o.isRight()).forEach(System.out::println);
    assertThat(outcomes).filteredOn(Outcome::isWrong).isEmpty();
    assertThat(outcomes)
        .filteredOn(o -> !o.isImported() && o.refusal().lines().count() > 1)
        .isEmpty();
    double imported = outcomes.stream().filter(Outcome::isImported).count();
    assertThat(imported / outcomes.size()).isGreaterThanOrEqualTo(LEAST_IMPORTED);
  }
}
