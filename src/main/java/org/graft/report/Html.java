package org.graft.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML in which every text and every attribute's value is escaped. */
final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  Html begin(String tag, String... attributes) {
    tag(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Closes the innermost element that is open. */
  Html end() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that holds nothing but a text. */
  Html leaf(String tag, String text, String... attributes) {
    return begin(tag, attributes).text(text).end();
  }

  /** An element of HTML that never holds anything, such as {@code img}. */
  Html single(String tag, String... attributes) {
    tag(tag, attributes);
    return this;
  }

  /** A straight line of SVG. */
  Html line(String style, double fromX, double toX, double fromY, double toY) {
    String left = Shown.at(fromX);
    String right = Shown.at(toX);
    String top = Shown.at(fromY);
    String bottom = Shown.at(toY);
    return leaf("line", "", "class", style, "x1", left, "x2", right, "y1", top, "y2", bottom);
  }

  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.toString();
  }

  private void tag(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escaped(attributes[i + 1])).append('"');
    }
    out.append('>');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
