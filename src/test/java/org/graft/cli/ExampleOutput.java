package org.graft.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a bundle's examples print: path, label and probability of every picture and label. */
public final class ExampleOutput {
  private ExampleOutput() {}

  /** Every probability by file name and label, as {@link DemoModel#probabilities} has them. */
  public static Map<String, Map<String, Double>> rows(String printed) {
    Map<String, Map<String, Double>> images = new TreeMap<>();
    for (String line : printed.lines().toList()) {
      String[] cells = line.split("\t", -1);
      Path path = Path.of(cells[0]);
      images
          .computeIfAbsent(
              path.getParent().getFileName() + "/" + path.getFileName(), p -> new TreeMap<>())
          .put(cells[1], Double.parseDouble(cells[2]));
    }
    return images;
  }
}
