package org.graft.report;

import java.util.List;

/**
 * Lines over epochs as SVG, with a legend of text below.
 *
 * @param name what is drawn
 * @param top value at the upper edge; 0 is at the lower one
 */
record LineChart(String name, double top, List<Series> series) {
  private static final double WIDTH = 340;
  private static final double HEIGHT = 190;
  private static final double LEFT = 34;
  private static final double RIGHT = 8;
  private static final double ABOVE = 8;
  private static final double BELOW = 22;
  private static final double KEY = 15;
  private static final int STEPS = 4;

  /** As high as the greatest finite value needs. */
  static LineChart fitted(String name, List<Series> series) {
    double most =
        series.stream()
            .flatMapToDouble(s -> s.values().stream().mapToDouble(v -> v))
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    return new LineChart(name, most <= 0 ? 1 : most * 1.05, series);
  }

  void write(Html html) {
    html.begin("figure");
    html.begin(
        "svg",
        "viewBox",
        "0 0 " + Shown.at(WIDTH) + " " + Shown.at(HEIGHT),
        "role",
        "img",
        "aria-label",
        name);
    draw(html);
    html.end().begin("figcaption").leaf("b", name);
    series.forEach(line -> html.leaf("span", line.name(), "class", "key " + line.style()));
    html.end().end();
  }

  /** Grid and lines alone. */
  private void draw(Html html) {
    grid(html);
    series.forEach(line -> line(html, line));
  }

  /** A picture that stands alone, with its legend inside, in light and dark. */
  String picture(String style) {
    double height = HEIGHT + KEY * (series.size() + 1);
    Html html = new Html();
    html.begin(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + Shown.at(WIDTH) + " " + Shown.at(height),
        "role",
        "img");
    html.leaf("title", name).leaf("style", style);
    html.begin("rect", "class", "paper", "width", "100%", "height", "100%").end();
    draw(html);
    html.leaf("text", name, "x", Shown.at(LEFT), "y", Shown.at(HEIGHT + KEY), "class", "name");
    for (int i = 0; i < series.size(); i++) {
      key(html, series.get(i), HEIGHT + KEY * (i + 2));
    }
    return html.end().toString();
  }

  private static void key(Html html, Series line, double y) {
    String path = "M" + Shown.at(LEFT) + " " + Shown.at(y - 4) + "h16";
    html.begin("path", "class", "line " + line.style(), "d", path).end();
    label(html, LEFT + 22, y, "start", line.name());
  }

  private void grid(Html html) {
    for (int i = 0; i <= STEPS; i++) {
      double value = top * i / STEPS;
      html.line("grid", LEFT, WIDTH - RIGHT, y(value), y(value));
      label(html, LEFT - 5, y(value) + 3.5, "end", Shown.tick(value));
    }
    double below = HEIGHT - 6;
    label(html, LEFT, below, "start", "epoch 1");
    if (steps() > 1) {
      label(html, WIDTH - RIGHT, below, "end", Integer.toString(steps()));
    }
  }

  private void line(Html html, Series line) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < line.values().size(); i++) {
      double value = line.values().get(i);
      if (Double.isFinite(value)) {
        path.append(drawing ? 'L' : 'M').append(Shown.at(x(i))).append(' ');
        path.append(Shown.at(y(Math.min(value, top))));
      }
      drawing = Double.isFinite(value);
    }
    html.begin("path", "class", "line " + line.style(), "d", path.toString()).end();
  }

  private static void label(Html html, double x, double y, String anchor, String text) {
    html.leaf("text", text, "x", Shown.at(x), "y", Shown.at(y), "text-anchor", anchor);
  }

  private int steps() {
    return series.stream().mapToInt(line -> line.values().size()).max().orElse(0);
  }

  /** A single epoch lies in the middle. */
  private double x(int step) {
    double share = steps() < 2 ? 0.5 : step / (steps() - 1.0);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BELOW - value / top * (HEIGHT - ABOVE - BELOW);
  }
}
