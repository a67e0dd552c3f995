package org.graft.spark.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
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
    if (found != width && found >= 0) {
      throw new MalformedFileException(
          folder.path(name).toString(),
          String.format(
              "it holds rows of %,d values, expected %,d: it is of another network; delete it",
              found, width),
          null);
    }
    return true;
  }

  /** Values of the first image; -1 in a file without any. */
  private int firstWidth(String name) {
    try (InputStream in = folder.files().open(folder.path(name));
        ZipInputStream zip = new ZipInputStream(in)) {
      return zip.getNextEntry() == null ? -1 : NpyArray.read(zip, 1 << 24).values().length;
    } catch (IOException e) {
      throw new MalformedFileException(
          folder.path(name).toString(),
          "it holds no features (" + FirstLine.of(e) + "); delete it",
          e);
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
