package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The artifacts that are built from the same sources have the same versions. */
class PomsTest {
  private static final Path WHOLE = Path.of("pom.xml");
  private static final Path PREDICT = Path.of("src/predict/pom.xml");

  @ParameterizedTest
  @ValueSource(strings = {"jackson.version", "onnxruntime.version", "maven.compiler.release"})
  void predictingAloneUsesTheSameLibraries(String property) throws IOException {
    assertThat(value(PREDICT, property)).isEqualTo(value(WHOLE, property));
  }

  @Test
  void allBearOneVersion() throws IOException {
    assertThat(value(PREDICT, "version")).isEqualTo(value(WHOLE, "version"));
    assertThat(value(Path.of("src/bom/pom.xml"), "version")).isEqualTo(value(WHOLE, "version"));
  }

  private static String value(Path pom, String element) throws IOException {
    Matcher first =
        Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)<").matcher(Files.readString(pom));
    assertThat(first.find()).as("%s in %s", element, pom).isTrue();
    return first.group(1);
  }
}
