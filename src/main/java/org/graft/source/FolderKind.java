package org.graft.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.graft.failure.Hint;
import org.graft.source.FileKind.Line;

/** What a folder that is not what was asked for is instead, by the names of what it holds. */
public final class FolderKind {
  private static final int DEPTH = 2;
  private static final int ENTRIES_ASKED = 1000;

  private static final List<Line> TABLE =
      List.of(
          new Line(
              "()saved_model\\.pb",
              "a SavedModel folder",
              "import it with " + Hint.IMPORT_TENSORFLOW.to("%s")),
          new Line(
              "(.+)/saved_model\\.pb",
              "a folder around a SavedModel",
              "import that with " + Hint.IMPORT_TENSORFLOW.to("%s")),
          new Line(
              "(.*)model\\.weights\\.h5",
              "an unpacked .keras file",
              "zip what is in %s and give that with " + Hint.IMPORT_KERAS),
          new Line(
              "(.*\\.(?:keras|h5|hdf5))",
              "a folder around a file of Keras",
              "import that with " + Hint.IMPORT_KERAS.to("%s")),
          new Line(
              "(.*\\.meta)",
              "a folder of TensorFlow checkpoints",
              "import one with " + Hint.IMPORT_TENSORFLOW.to("%s")),
          new Line(
              ".*\\.index",
              "a folder of TensorFlow checkpoints without their graph",
              "put the file .meta beside them, or save the network as a SavedModel"),
          new Line(
              "(?:.*/)?model\\.json",
              "a TensorFlow.js model",
              "save the model in Keras' own format or as a SavedModel"),
          new Line(
              "(.*\\.pb)",
              "a folder around a TensorFlow graph",
              "import that with " + Hint.IMPORT_TENSORFLOW.to("%s")));

  private static final FileKind UNKNOWN =
      new FileKind("a folder", "give the file that Keras saved, or the folder of a SavedModel");

  private FolderKind() {}

  /** The kind of a folder that can be listed. */
  public static FileKind of(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder, DEPTH)) {
      List<String> found =
          entries
              .limit(ENTRIES_ASKED)
              .sorted()
              .map(entry -> folder.relativize(entry).toString().replace('\\', '/'))
              .toList();
      return FileKind.of(TABLE, found, match -> said(folder, match)).orElse(UNKNOWN);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Path said(Path folder, Matcher match) {
    return match.groupCount() == 0 || match.group(1).isEmpty()
        ? folder
        : folder.resolve(match.group(1));
  }
}
