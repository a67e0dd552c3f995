package org.graft.api;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.graft.failure.InputException;
import org.graft.feature.FeatureFolder;
import org.graft.feature.FeatureOrigin;
import org.graft.feature.Features;
import org.graft.image.Dataset;
import org.graft.image.ImageDigests;
import org.graft.image.ImageSource;
import org.graft.image.KnownDigests;
import org.graft.image.LabelledImage;
import org.graft.image.LabelsFile;
import org.graft.image.LabelsLine;
import org.graft.image.ShardTable;
import org.graft.plan.Tensor;
import org.graft.storage.AtomicFile;
import org.graft.storage.Csv;
import org.graft.storage.NpyArray;

/**
 * Features of images.
 *
 * @param features {@code [images, width]} float32, and the images of the rows
 * @param dataset that the images are of
 * @param source of the images and what they show
 * @param origin what made the features
 * @param digests of the images' files
 * @param imagesPerSecond that the base does alone; empty if it was not measured
 */
public record Extracted(
    Features features,
    Dataset dataset,
    ImageSource source,
    FeatureOrigin origin,
    KnownDigests digests,
    double seconds,
    OptionalDouble imagesPerSecond) {
  /**
   * Writes the features as a folder that heads are trained on without the images.
   *
   * @param folder that is new or empty
   * @throws InputException if something is there, or an image has gone by now
   */
  public void writeFolder(Path folder) {
    LabelsFile images = source.lines();
    Map<Path, LabelsLine> byFile = new HashMap<>();
    images.lines().forEach(line -> byFile.put(whole(line.file()), line));
    List<String> sha256 = ImageDigests.of(LabelledImage.unlabelled(features.files()), digests);
    int gone = sha256.indexOf(null);
    if (gone >= 0) {
      throw new InputException(
          features.files().get(gone)
              + " is not there to be read, and its SHA-256 belongs beside its features");
    }
    AtomicFile.writeFolder(
        folder,
        made -> {
          FeatureFolder.write(made, origin, features);
          try (ShardTable table = new ShardTable(made, images, false)) {
            for (int i = 0; i < features.count(); i++) {
              table.add(byFile.get(whole(features.files().get(i))), sha256.get(i));
            }
          }
        });
  }

  /**
   * What made the features in a folder that {@link #writeFolder} wrote. Heads are trained on it as
   * on any folder ({@link TrainingData#of(Path)}) with that base and that form of images.
   *
   * @throws InputException if it is none
   * @throws org.graft.failure.MalformedFileException if something in it is not as it must be
   */
  public static FeatureOrigin origin(Path folder) {
    if (!FeatureFolder.isOne(folder)) {
      throw new InputException(
          folder
              + " holds no features: expected features.json, manifest.csv and arrays, as they are"
              + " written with features of images");
    }
    return FeatureFolder.open(folder).origin();
  }

  private static Path whole(Path file) {
    return file.toAbsolutePath().normalize();
  }

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
        String label = Csv.quoted(dataset.named(features.labels()[i]));
        to.write(Csv.quoted(features.files().get(i)) + "," + label + System.lineSeparator());
      }
    }
  }
}
