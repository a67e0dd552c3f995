package org.graft.api;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.graft.feature.Features;
import org.graft.image.Dataset;
import org.graft.plan.Tensor;
import org.graft.storage.AtomicFile;
import org.graft.storage.NpyArray;

/**
 * Features of images.
 *
 * @param features {@code [images, width]} float32, and the images of the rows
 * @param dataset that the images are of
 * @param engine that ran the base, {@code none} if all features were kept
 * @param imagesPerSecond that the base does alone; empty if it was not measured
 */
public record Extracted(
    Features features,
    Dataset dataset,
    String engine,
    double seconds,
    OptionalDouble imagesPerSecond) {
  /** Writes the features as a NumPy array, and as {@code FILE.csv} beside it the rows' images. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        part -> {
          try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(part))) {
            NpyArray.writeHeader(to, features.count(), features.width());
            for (Tensor rows : features.parts()) {
              NpyArray.writeValues(to, rows.values());
            }
          }
        });
    AtomicFile.write(file.resolveSibling(file.getFileName() + ".csv"), this::writeTable);
  }

  private void writeTable(Path part) throws IOException {
    try (BufferedWriter to = Files.newBufferedWriter(part)) {
      to.write("file,class" + System.lineSeparator());
      for (int i = 0; i < features.count(); i++) {
        String label = quoted(dataset.named(features.labels()[i]));
        to.write(quoted(features.files().get(i)) + "," + label + System.lineSeparator());
      }
    }
  }

  /** A cell of a CSV file (RFC 4180). */
  private static String quoted(Object cell) {
    return '"' + cell.toString().replace("\"", "\"\"") + '"';
  }
}
