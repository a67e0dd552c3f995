package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;

/** What Homebrew, jbang and the workflow name is what {@code scripts/distributions} makes. */
class PackagingTest {
  private static final String BREWED_ELSEWHERE = "windows-x86_64";

  private final List<String> platforms =
      List.of(found("platforms=\\((.*?)\\)", text("scripts/distributions")).get(0).split(" "));

  @Test
  void theFormulaTakesEachPlatformsArchive() {
    String formula = text("packaging/graft.rb");
    Set<String> filled = new TreeSet<>(Set.of("site", "version"));
    for (String platform : platforms) {
      if (!platform.equals(BREWED_ELSEWHERE)) {
        assertThat(formula)
            .contains("url \"@site@/graft-@version@-" + platform + ".tar.gz\"")
            .contains("sha256 \"@" + platform + "@\"");
        filled.add(platform);
      }
    }
    assertThat(found("@([\\w-]+)@", formula)).hasSameElementsAs(filled);
    assertThat(text("pom.xml"))
        .contains("<finalName>graft-${project.version}-${native.platform}</finalName>");
  }

  @Test
  void theCatalogueNamesWhatThePomHas() throws ClassNotFoundException {
    String pom = text("pom.xml");
    JsonNode graft =
        Json.parse(text("packaging/jbang-catalog.json"), Path.of("jbang-catalog.json"))
            .path("aliases")
            .path("graft");
    assertThat(graft.path("script-ref").asText()).isEqualTo("org.graft:graft:@version@");
    assertThat(pom).contains("<groupId>org.graft</groupId>\n  <artifactId>graft</artifactId>");
    assertThat(Class.forName(graft.path("main").asText())).isEqualTo(Main.class);
    assertThat(graft.path("dependencies").get(0).asText())
        .isEqualTo(
            "org.slf4j:slf4j-nop:" + found("<slf4j.version>(.*?)</slf4j.version>", pom).get(0));
  }

  @Test
  void theWorkflowRunsOnEachPlatform() {
    assertThat(found("platform: ([\\w-]+),", text(".github/workflows/build.yml")))
        .containsExactlyInAnyOrderElementsOf(platforms);
  }

  @Test
  void thePomHasNativesOfEachPlatform() {
    List<String> profiles = found("<id>(?:on-)?([a-z]+-(?:x86_64|arm64))</id>", text("pom.xml"));
    for (String platform : platforms.subList(1, platforms.size())) {
      assertThat(profiles).filteredOn(platform::equals).hasSize(2);
    }
    assertThat(text("pom.xml"))
        .contains("<native.platform>" + platforms.get(0) + "</native.platform>");
  }

  private static List<String> found(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(PackagingTest::group).toList();
  }

  private static String group(MatchResult found) {
    return found.group(1);
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
