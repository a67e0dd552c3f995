package org.graft.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.graft.failure.MalformedFileException;
import org.graft.image.PathList;
import org.graft.plan.Tensor;
import org.graft.storage.AtomicFile;
import org.graft.storage.Csv;
import org.graft.storage.CsvRows;
import org.graft.storage.Json;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzArray;
import org.graft.storage.NpzFile;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation in a run's folder: {@code test_images.csv} with each image's answer and absolute
 * path, a line an image, and {@code predictions.npz} with what the model gave, {@code probabilities
 * [n, labels]}, or where these would be too many {@code top_classes [n, k]} (their indices), {@code
 * top_probabilities [n, k]} and {@code own_probability [n]}. Older runs have the paths in {@code
 * test_files.json} and all else in {@code predictions.csv}.
 */
record StoredEvaluation(Path folder) {
  private static final String IMAGES = "test_images.csv";
  private static final String ARRAYS = "predictions.npz";
  private static final String TABLE = "predictions.csv";
  private static final String OLD_FILES = "test_files.json";
  private static final List<String> HEADER = List.of("answer", "file");
  private static final String ALL = "probabilities";
  private static final String TOP = "top_classes";
  private static final String TOP_PROBABILITIES = "top_probabilities";
  private static final String OWN = "own_probability";

  /** Absolute paths, in the order of {@code predictions.csv}. */
  private record TestFiles(List<String> files) {
    @SuppressWarnings("UnusedMethod") // JSON is read by it.
    TestFiles {
      files = files.stream().map(file -> Path.of(file).toString()).toList();
    }
  }

  void write(Evaluation evaluation) {
    AtomicFile.write(
        folder.resolve(TABLE),
        file -> {
          try (BufferedWriter out = Files.newBufferedWriter(file)) {
            Tables.predictions(evaluation, out);
          }
        });
    AtomicFile.write(folder.resolve(IMAGES), file -> writeImages(file, evaluation));
    AtomicFile.write(folder.resolve(ARRAYS), file -> NpzFile.write(file, arrays(evaluation)));
  }

  /**
   * The evaluation.
   *
   * @param asked what was asked, or {@code null} where it was to tell classes
   */
  Evaluation read(List<String> labels, @Nullable Asked asked) {
    if (Files.exists(folder.resolve(OLD_FILES)) && !Files.exists(folder.resolve(ARRAYS))) {
      return Tables.evaluation(folder.resolve(TABLE), labels, asked, oldFiles());
    }
    PathList.PathBuilder files = new PathList.PathBuilder();
    IntStream.Builder truth = IntStream.builder();
    Path table = folder.resolve(IMAGES);
    WrittenAnswers answers = new WrittenAnswers(table, labels, asked);
    eachImage(
        (answer, file) -> {
          int own = answers.read(answer);
          if (own < 0) {
            throw new MalformedFileException(
                table, "image " + (files.count() + 1) + ": '" + answer + "' is not of run.json's");
          }
          files.add(file);
          truth.add(own);
        });
    return evaluation(answers.task(), files.list(), truth.build().toArray());
  }

  /** Runs of before have a list of files of another kind. */
  private List<Path> oldFiles() {
    TestFiles all = Json.read(folder.resolve(OLD_FILES), TestFiles.class);
    return all.files().stream().map(Path::of).toList();
  }

  private Evaluation evaluation(Task task, List<Path> files, int... truth) {
    Map<String, NpzArray> arrays = NpzFile.open(folder.resolve(ARRAYS));
    int classes = task.labels().size();
    if (task instanceof Classes named && arrays.containsKey(TOP)) {
      int kept = array(arrays, TOP_PROBABILITIES).shape()[1];
      int[] top = new int[truth.length * kept];
      float[] indices = values(arrays, TOP, truth.length, kept);
      for (int j = 0; j < top.length; j++) {
        top[j] = index(indices[j], classes);
      }
      float[] theirs = values(arrays, TOP_PROBABILITIES, truth.length, kept);
      float[] own = values(arrays, OWN, truth.length);
      return new Evaluation(named, files, truth, new TopClasses(kept, top, theirs, own));
    }
    float[] all = values(arrays, ALL, truth.length, classes);
    return new Evaluation(task, files, truth, new Tensor(all, truth.length, classes));
  }

  private int index(float value, int classes) {
    if (!(value >= 0 && value < classes && value == (int) value)) {
      throw wrong(TOP + " holds " + value + ", no index of " + classes + " classes");
    }
    return (int) value;
  }

  private float[] values(Map<String, NpzArray> arrays, String name, int... shape) {
    NpzArray array = array(arrays, name);
    if (!Arrays.equals(array.shape(), shape) || shape[0] == 0) {
      throw wrong(
          "%s is %s, expected %s by %s and run.json"
              .formatted(name, Arrays.toString(array.shape()), Arrays.toString(shape), IMAGES));
    }
    return array.values();
  }

  private NpzArray array(Map<String, NpzArray> arrays, String name) {
    NpzArray array = arrays.get(name);
    if (array == null || array.shape().length != (name.equals(OWN) ? 1 : 2)) {
      throw wrong("has no array " + name + " as runs have it");
    }
    return array;
  }

  private MalformedFileException wrong(String what) {
    return new MalformedFileException(folder.resolve(ARRAYS), what);
  }

  private static Map<String, NpyArray> arrays(Evaluation evaluation) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    int images = evaluation.images();
    TopClasses top = evaluation.top();
    if (top == null) {
      float[] all = evaluation.probabilities().values();
      arrays.put(ALL, new NpyArray(all, images, evaluation.labels().size()));
      return arrays;
    }
    float[] indices = new float[top.classes().length];
    for (int j = 0; j < indices.length; j++) {
      indices[j] = top.classes()[j];
    }
    arrays.put(TOP, new NpyArray(indices, images, top.kept()));
    arrays.put(TOP_PROBABILITIES, new NpyArray(top.probabilities(), images, top.kept()));
    arrays.put(OWN, new NpyArray(top.own(), images));
    return arrays;
  }

  private static void writeImages(Path table, Evaluation evaluation) throws IOException {
    Task task = evaluation.task();
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      out.write(Csv.line(HEADER.toArray()) + "\n");
      for (int i = 0; i < evaluation.images(); i++) {
        String answer = task.written(task.labelsOf(evaluation.truth()[i]));
        out.write(Csv.line(answer, evaluation.files().get(i).toAbsolutePath()) + "\n");
      }
    }
  }

  private void eachImage(BiConsumer<String, Path> reader) {
    Path table = folder.resolve(IMAGES);
    Csv.each(
        table,
        row -> {
          if (row.line() == 1 ? !row.cells().equals(HEADER) : row.cells().size() != 2) {
            throw new MalformedFileException(
                table,
                "line " + row.line() + ": " + row.cells() + ", expected " + HEADER + " in all");
          }
          if (row.line() > 1) {
            reader.accept(row.cells().get(0), file(table, row));
          }
        });
  }

  private static Path file(Path table, CsvRows.CsvRow row) {
    try {
      return Path.of(row.cells().get(1));
    } catch (InvalidPathException e) {
      throw new MalformedFileException(
          table, "line " + row.line() + ": " + row.cells() + " has no path", e);
    }
  }
}
