package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.graft.image.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassNamesTest {
  private static final Looks.Look NOT_READ =
      new Looks.Look(new ContentTable(Path.of("")), -1, "not read");

  @ParameterizedTest
  @CsvSource({
    "heron, heon",
    "heron, herron",
    "heron, herom",
    "heron, hreon",
    "heron, xheron",
    "heron, HERON-s",
    "a1b2, a1b3"
  })
  void oneLetterApartSeemsOneClass(String train, String test) {
    assertThat(findings(List.of("grebe", train), List.of("grebe", test)))
        .extracting(Finding::message)
        .first()
        .asString()
        .startsWith("classes '" + test + "' and '" + train + "' seem one class");
  }

  @ParameterizedTest
  @CsvSource({"heron, hexxn", "heron, hnore", "ab, ac", "c++, c#+", "heron, her"})
  void othersDoNot(String train, String test) {
    assertThat(findings(List.of(train), List.of(test)))
        .extracting(Finding::message)
        .contains("no image to learn from in " + test);
  }

  @Test
  void theFirstOfSeveralIsNamed() {
    assertThat(findings(List.of("hexon", "heron", "hemon"), List.of("heon")).get(0).message())
        .contains("'heon' and 'hemon'");
  }

  /** All pairs are 400 million. */
  @Test
  void manyNamesAreComparedWithoutAllPairs() {
    List<String> train = new ArrayList<>();
    List<String> test = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      train.add("class " + i * 7919L);
      test.add("other " + i * 7919L);
    }
    test.add("classs 7919");
    List<Finding> found = assertTimeout(Duration.ofSeconds(10), () -> findings(train, test));
    assertThat(found).hasSize(20_002).extracting(Finding::kind).contains(Finding.Kind.CLASS_NAME);
  }

  private static List<Finding> findings(List<String> train, List<String> test) {
    List<AuditedImage> images = new ArrayList<>();
    train.forEach(name -> images.add(image(name, Role.TRAIN)));
    test.forEach(name -> images.add(image(name, Role.TEST)));
    return new ClassNames().findings(images, 32);
  }

  private static AuditedImage image(String label, Role part) {
    return new AuditedImage(List.of(Path.of(label + ".png")), 0, label, part, NOT_READ);
  }
}
