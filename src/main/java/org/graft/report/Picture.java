package org.graft.report;

import java.nio.file.Path;
import java.util.Optional;

/** An image with what is said of it, while its file exists; else with a place for it. */
final class Picture {
  private Picture() {}

  /**
   * Writes a figure.
   *
   * @param own what the image is, for who does not see it
   * @param title what is said of it first
   * @param lines what else is said of it
   */
  static void write(Html html, Path file, String own, String title, String... lines) {
    html.begin("figure", "class", "picture");
    Optional<String> small = Thumbnail.of(file);
    if (small.isPresent()) {
      html.single("img", "src", small.get(), "alt", own);
    } else {
      html.leaf("div", "image is gone", "class", "gone");
    }
    html.begin("figcaption").leaf("b", title);
    for (String line : lines) {
      html.leaf("span", line);
    }
    html.leaf("small", String.valueOf(file.getFileName())).end().end();
  }
}
