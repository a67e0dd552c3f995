package org.graft.spark.job;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.FirstLine;
import org.graft.failure.MalformedFileException;
import org.graft.spark.network.ImageNetwork;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;

/**
 * Features as Graft's cache has them: an {@code .npz} file a part, an array an image under the
 * digest of what is seen of it.
 *
 * @param folder of the key
 * @param key its digest
 * @param width values of an image
 */
record NpzSink(Folder folder, String key, int width) implements Sink {
  static final String SUFFIX = ".npz";

  private static final int MOST_VALUES = 1 << 24;

  private String name(Part part) {
    return part.nameByContent(key) + SUFFIX;
  }

  @Override
  public boolean has(Part part) {
    String name = name(part);
    if (!folder.has(name)) {
      return false;
    }
    int found = firstWidth(name);
    if (found >= 0) {
      requireWidth(name, found);
    }
    return true;
  }

  /** Values of the first image; -1 in a file without any. */
  private int firstWidth(String name) {
    try {
      return NpzRows.firstWidth(folder, name, MOST_VALUES);
    } catch (IOException e) {
      throw damaged(name, "it holds no features (" + FirstLine.of(e) + ")", e);
    }
  }

  private MalformedFileException damaged(String name, String problem, Exception cause) {
    return new MalformedFileException(folder.path(name).toString(), problem + "; delete it", cause);
  }

  /**
   * The features of a part that was written, under the digests of its images; those of which
   * nothing came are not among them.
   *
   * @throws MalformedFileException if the file is damaged, or of others
   */
  Map<String, float[]> rows(Part part) {
    String name = name(part);
    Map<String, float[]> rows = new HashMap<>();
    try {
      NpzRows.read(
          folder,
          name,
          MOST_VALUES,
          (digest, row) -> {
            requireWidth(name, row.length);
            rows.put(digest, row);
            if (rows.size() > part.images().size()) {
              throw damaged(name, "it holds more rows than its part has images", null);
            }
          });
      return rows;
    } catch (IOException e) {
      throw damaged(name, "its features cannot be read (" + FirstLine.of(e) + ")", e);
    }
  }

  private void requireWidth(String name, int found) {
    if (found != width) {
      throw damaged(
          name,
          String.format(
              "it holds rows of %,d values, expected %,d: it is of another network", found, width),
          null);
    }
  }

  @Override
  public void write(Part part, List<Result> results, ImageNetwork network, String attempt) {
    Map<String, NpyArray> rows = new LinkedHashMap<>();
    for (Result result : results) {
      if (result.values() != null) {
        rows.put(result.digest(), new NpyArray(result.values(), result.values().length));
      }
    }
    folder.write(name(part), attempt, (files, to) -> NpzFile.write(files.create(to), rows));
  }
}
