package org.graft.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.graft.storage.AtomicFile;

/**
 * A page that needs nothing but itself: style and pictures are inside, there is no script, and
 * whatever shows it is told to fetch nothing.
 *
 * @param title what it is about
 * @param lead one sentence with what came of it
 */
record Page(String title, String lead, List<Section> sections) {
  static final String FILE = "report.html";
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  /** Writes the page into a folder and returns its path. */
  Path write(Path folder) {
    Path file = folder.resolve(FILE);
    String text = html();
    AtomicFile.write(file, path -> Files.writeString(path, text));
    return file;
  }

  private String html() {
    Html html = new Html();
    html.begin("html", "lang", "en").begin("head");
    html.single("meta", "charset", "utf-8");
    html.single("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.single("meta", "name", "color-scheme", "content", "light dark");
    html.single("link", "rel", "icon", "href", "data:,");
    html.leaf("title", title + " - Graft");
    html.end().begin("body").begin("header");
    html.leaf("h1", title).leaf("p", lead, "class", "lead").end().begin("main");
    for (Section section : sections) {
      if (!section.isEmpty()) {
        html.begin("section").leaf("h2", section.title());
        section.write(html);
        html.end();
      }
    }
    html.end().end().end();
    return "<!doctype html>\n"
        + html.toString().replace("</head>", "<style>" + style() + "</style></head>");
  }

  static String style() {
    try (InputStream in =
        Objects.requireNonNull(Page.class.getResourceAsStream("report.css"), "report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
