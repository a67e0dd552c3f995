package org.graft.export.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names of users are shown as they are, whatever Markdown or HTML would make of them. */
class MarkdownTest {
  @Test
  void whatMeansSomethingInMarkdownIsShownAsItIs() {
    assertThat(Markdown.text("a|b_*c* <b>[x](y)</b> #1 ~no~ `code` C:\\d"))
        .isEqualTo("a\\|b\\_\\*c\\* \\<b\\>\\[x\\](y)\\</b\\> \\#1 \\~no\\~ \\`code\\` C:\\\\d");
  }

  @Test
  void textsOfSeveralLinesAreOne() {
    assertThat(Markdown.text("a\r\nb\nc\u2028d")).isEqualTo("a b c d");
  }

  @Test
  void figuresStandAtTheRight() {
    assertThat(Markdown.table(List.of("class", "F1"), List.of(List.of("x|y", 0.5))))
        .isEqualTo(
            """
            | class | F1 |
            |---|--:|
            | x\\|y | 0.5 |
            """);
  }

  @Test
  void factsAreRowsInOrder() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("images", "12");
    facts.put("base", "vgg16");
    assertThat(Markdown.facts(facts))
        .isEqualTo(
            """
            | | |
            |---|---|
            | images | 12 |
            | base | vgg16 |
            """);
  }
}
