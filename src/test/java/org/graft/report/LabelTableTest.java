package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.graft.train.LabelScore;
import org.junit.jupiter.api.Test;

class LabelTableTest {
  @Test
  void everyLabelHasItsFiguresBelowTheirHeads() {
    LabelScore score = new LabelScore("red <1>", 0.625, 3, 4, 6, 0.25f);
    assertThat(Written.of(new LabelTable("Labels", List.of(score))))
        .containsSubsequence(
            ">label</th>",
            ">average precision</th>",
            ">threshold</th>",
            ">precision</th>",
            ">recall</th>",
            ">F1</th>",
            ">n</th>",
            ">red &lt;1&gt;</th>",
            "<td>0.625</td>",
            "<td>0.250</td>",
            "<td>0.750</td>",
            "<td>0.500</td>",
            "<td>0.600</td>",
            "<td>6</td>");
  }
}
