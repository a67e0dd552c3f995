package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatTest {
  @Test
  void showsTheCommandAsItIsTyped() {
    Repeat repeat = new Repeat("Do it again", "graft train --data 'a<b'");
    Html html = new Html();
    repeat.write(html);
    assertThat(html).hasToString("<pre><code>graft train --data &#39;a&lt;b&#39;</code></pre>");
    assertThat(repeat.isEmpty()).isFalse();
  }

  @Test
  void isLeftOutWhereTheCommandIsNotKnown() {
    assertThat(new Repeat("Do it again", "").isEmpty()).isTrue();
  }
}
