package org.graft.feature;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.LabelledImage;
import org.graft.image.PackedFolder;
import org.graft.image.Variant;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.PlainName;

/**
 * Features on the disk, without the images that they are of: NumPy arrays of at most {@value
 * #MOST_ROWS} rows, a manifest with a line a row, and {@value #HEADER}, which says what made them.
 * Heads are trained on them as on images.
 */
public final class FeatureFolder {
  private static final String HEADER = "features.json";
  private static final int FORMAT = 1;
  private static final int MOST_ROWS = 1 << 16;

  /** Values that are read or written at once, about. */
  private static final int TOGETHER = 1 << 20;

  private final Path folder;
  private final Header header;
  private final Rows rows;

  private FeatureFolder(Path folder) {
    this.folder = folder;
    this.header = header(folder);
    this.rows = new JoinedRows(header.parts.stream().map(part -> rows(part)).toList());
  }

  /**
   * What {@value #HEADER} holds.
   *
   * @param format version of the folder
   * @param width features of an image
   * @param parts the arrays, in order
   */
  private record Header(int format, FeatureOrigin origin, int width, List<Part> parts) {}

  /** An array {@code [rows, width]} in the folder. */
  private record Part(String file, int rows) {}

  /** Whether a folder is one. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(HEADER));
  }

  /**
   * Opens a folder.
   *
   * @throws MalformedFileException if something in it is not as it must be, or missing
   */
  public static FeatureFolder open(Path folder) {
    return new FeatureFolder(folder);
  }

  /** The folder that images which are not there themselves lie in by their paths, if one does. */
  static Optional<FeatureFolder> of(List<LabelledImage> images) {
    if (images.isEmpty() || Files.exists(images.get(0).file())) {
      return Optional.empty();
    }
    return PackedFolder.around(images.get(0).file())
        .map(PackedFolder::folder)
        .filter(FeatureFolder::isOne)
        .map(FeatureFolder::open);
  }

  private static Header header(Path folder) {
    Path file = folder.resolve(HEADER);
    Header header = Json.read(file, Header.class);
    if (header.format != FORMAT) {
      throw new MalformedFileException(
          file, "it is of format " + header.format + ", expected " + FORMAT);
    }
    if (header.origin == null || header.parts == null || header.parts.isEmpty()) {
      throw new MalformedFileException(file, "it says nothing of an array, or of what made it");
    }
    header.parts.forEach(part -> PlainName.require(part.file, file));
    return header;
  }

  private Rows rows(Part part) {
    return RowFile.ofArray(folder.resolve(part.file), part.rows, header.width);
  }

  /** What made the features. */
  public FeatureOrigin origin() {
    return header.origin;
  }

  /**
   * Puts the features of its images, which lie in this folder, into {@code to}.
   *
   * @param wanted what would make them of the images
   * @throws InputException if they are others than those
   */
  void fill(FeatureRows to, Variant variant, FeatureOrigin wanted) {
    if (!variant.isOriginal()) {
      throw new InputException(folder + " holds features alone: without images none can be varied");
    }
    header.origin.require(wanted, folder);
    List<LabelledImage> images = to.images();
    PackedFolder listed = PackedFolder.around(images.get(0).file()).orElseThrow();
    if (listed.count() != rows.count()) {
      throw new MalformedFileException(
          folder.resolve(HEADER),
          "it has %,d rows and the manifest %,d images; make it anew"
              .formatted(rows.count(), listed.count()));
    }
    int together = together(header.width);
    for (int from = 0; from < images.size(); from += together) {
      List<LabelledImage> some = images.subList(from, Math.min(images.size(), from + together));
      int[] places = some.stream().mapToInt(image -> listed.row(image.file())).toArray();
      float[] values = new float[Math.multiplyExact(places.length, header.width)];
      rows.read(places, values, 0);
      for (int i = 0; i < places.length; i++) {
        to.put(from + i, Arrays.copyOfRange(values, i * header.width, (i + 1) * header.width));
      }
    }
  }

  /** How many rows of a width are handled at once. */
  private static int together(int width) {
    return Math.max(1, TOGETHER / Math.max(1, width));
  }

  /**
   * Writes features into a folder that is being made; the manifest is written beside them.
   *
   * @throws IOException if that cannot be
   */
  public static void write(Path folder, FeatureOrigin origin, Features features)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    for (int from = 0; from < features.count(); from += MOST_ROWS) {
      int to = Math.min(features.count(), from + MOST_ROWS);
      Part part =
          new Part(String.format(Locale.ROOT, "features-%05d.npy", parts.size()), to - from);
      parts.add(part);
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(folder.resolve(part.file)))) {
        NpyArray.writeHeader(out, part.rows, features.width());
        int together = together(features.width());
        for (int row = from; row < to; row += together) {
          int end = Math.min(to, row + together);
          NpyArray.writeValues(out, features.matrix().part(row, end).values());
        }
      }
    }
    Json.write(folder.resolve(HEADER), new Header(FORMAT, origin, features.width(), parts));
  }
}
