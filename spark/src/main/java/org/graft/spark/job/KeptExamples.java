package org.graft.spark.job;

import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import org.graft.image.Exif;
import org.graft.image.ImageDigests;
import org.graft.image.ManifestRows.ManifestRow;
import org.graft.image.Role;
import org.graft.spark.image.ImageFiles;

/**
 * Examples of parts whose features have been kept; images of which nothing came are left out, and
 * so are those that are held out.
 *
 * @param kept where their features are
 * @param data the packed folder
 * @param exif what becomes of images that their files say to be turned
 */
record KeptExamples(NpzSink kept, Lesson lesson, Folder data, Exif exif)
    implements FlatMapFunction<Iterator<Part>, Example> {
  @Override
  public Iterator<Example> call(Iterator<Part> parts) {
    ImageFiles files = new ImageFiles(data.hadoop());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> files.close());
    Stream<Part> all =
        StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(parts, Spliterator.ORDERED), false);
    return all.flatMap(part -> examples(part, files)).iterator();
  }

  private Stream<Example> examples(Part part, ImageFiles files) {
    Map<String, float[]> rows = kept.rows(part);
    return part.images().stream()
        .map(image -> example(image.row(), rows, files))
        .filter(Objects::nonNull);
  }

  private Example example(ManifestRow row, Map<String, float[]> rows, ImageFiles files) {
    Role role = lesson.role(row);
    float[] features = role == Role.VALIDATION ? null : features(row, rows, files);
    return features == null ? null : new Example(row, role, lesson.place(row), features);
  }

  /** Those of an image that is turned upright are kept under a digest of its own. */
  private float[] features(ManifestRow row, Map<String, float[]> rows, ImageFiles files) {
    float[] features = rows.get(row.sha256());
    if (features != null) {
      return features;
    }
    byte[] bytes = PackedData.bytes(row, data, files);
    return rows.get(ImageDigests.of(bytes, exif));
  }
}
