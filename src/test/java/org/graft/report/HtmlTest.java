package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void whatATextHoldsIsNeverMarkup() {
    String label = "<img src=x onerror='alert(1)'> & \"co\"";
    assertThat(new Html().leaf("p", label, "title", label))
        .hasToString(
            "<p title=\"&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; &quot;co&quot;\">"
                + "&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; &quot;co&quot;</p>");
  }

  @Test
  void whatIsEscapedAlreadyIsShownAsItStands() {
    assertThat(new Html().text("&lt;")).hasToString("&amp;lt;");
  }

  @Test
  void elementsCloseFromTheInside() {
    assertThat(new Html().begin("ul").leaf("li", "a").begin("li").text("b").end().end())
        .hasToString("<ul><li>a</li><li>b</li></ul>");
  }

  @Test
  void anElementThatHoldsNothingIsNotClosed() {
    assertThat(new Html().begin("p").single("img", "src", "data:,").end())
        .hasToString("<p><img src=\"data:,\"></p>");
  }

  @Test
  void aPageWithAnOpenElementIsNoPage() {
    Html open = new Html().begin("main").begin("p").end();
    assertThatThrownBy(open::toString)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("main");
    assertThatThrownBy(() -> new Html().end()).isInstanceOf(NoSuchElementException.class);
  }
}
