package org.graft.report;

/** What a section writes. */
final class Written {
  private Written() {}

  static String of(Section section) {
    Html html = new Html();
    section.write(html);
    return html.toString();
  }
}
