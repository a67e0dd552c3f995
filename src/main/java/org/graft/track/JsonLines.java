package org.graft.track;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.storage.Json;

/**
 * A JSON object a line and epoch: {@code phase}, {@code epoch}, then its figures but for how long
 * it took, so that the same training writes the same bytes.
 */
public final class JsonLines implements Tracker {
  private final GrowingFile file;

  public JsonLines(Path file) {
    this.file = new GrowingFile(file);
  }

  @Override
  public void epoch(Figures figures) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("phase", figures.phase());
    line.put("epoch", figures.epoch());
    line.putAll(figures.timeless());
    file.line(Json.line(line));
  }

  @Override
  public void close() {
    file.close();
  }
}
