package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  @Test
  void figuresAreFoldedCountedAndInTheirOrder() {
    Map<String, Object> measured = new LinkedHashMap<>();
    measured.put("second_figure", 0.25);
    measured.put("first_figure", Map.of("tf", 1.0));
    assertThat(Written.of(new Evidence("Evidence", measured)))
        .isEqualTo(
            "<details><summary>All 2 figures</summary><dl>"
                + "<dt>second figure</dt><dd>0.2500</dd>"
                + "<dt>first figure</dt><dd>tf 1</dd></dl></details>");
  }

  @Test
  void withoutFiguresThereIsNothingToFold() {
    assertThat(new Evidence("Evidence", Map.of()).isEmpty()).isTrue();
  }
}
