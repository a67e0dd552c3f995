package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir Path folder;

  @Test
  void aPageFetchesNothingAndRunsNothing() throws Exception {
    assertThat(written(new Said("one", false)))
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .contains(
            "content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src")
        .contains("<style>", "<link rel=\"icon\" href=\"data:,\">")
        .doesNotContain("<script", "http://", "https://", "@import");
  }

  @Test
  void sectionsStandInTheirOrderAndEmptyOnesAreLeftOut() throws Exception {
    assertThat(written(new Said("one", false), new Said("none", true), new Said("two", false)))
        .containsSubsequence(
            "<h1>Run &lt;1&gt;</h1>", "<h2>one</h2><p>of one</p>", "<h2>two</h2><p>of two</p>")
        .doesNotContain("<h2>none</h2>", "of none");
  }

  private String written(Section... sections) throws Exception {
    Path file = new Page("Run <1>", "It went well.", List.of(sections)).write(folder);
    assertThat(file).isEqualTo(folder.resolve("report.html"));
    return Files.readString(file);
  }

  private record Said(String title, boolean isEmpty) implements Section {
    @Override
    public void write(Html html) {
      html.leaf("p", "of " + title);
    }
  }
}
