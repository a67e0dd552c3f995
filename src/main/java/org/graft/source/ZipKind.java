package org.graft.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.graft.failure.Hint;
import org.graft.source.FileKind.Line;

/** What a zip that is not what was asked for is instead, by the names of its first entries. */
public final class ZipKind {
  private static final int ENTRIES_ASKED = 1000;
  private static final String SAVE_AGAIN = "save the model in Keras' own format or as a SavedModel";

  private static final List<Line> TABLE =
      List.of(
          new Line(
              "(?:(.*)/)?saved_model\\.pb",
              "a SavedModel, zipped",
              "unpack it and import its folder with " + Hint.IMPORT_TENSORFLOW.to("%s")),
          new Line(
              "((?!(?:.*/)?model\\.weights\\.h5).*\\.(?:keras|h5|hdf5))",
              "a zip around a file of Keras",
              "unpack it and import that with " + Hint.IMPORT_KERAS.to("%s")),
          new Line(
              "(.+)/config\\.json",
              "an unpacked .keras file, zipped with its folder",
              "zip what is in %s without the folder"),
          new Line(".*data\\.pkl", "a PyTorch file", "export its weights from Python with Keras"),
          new Line(
              "model\\.weights\\.(?:npz|json)",
              "a .keras file whose weights are kept in .npz or in shards",
              "save it again as Keras does by default"),
          new Line(
              "(.*\\.tflite)", "a TensorFlow Lite model, zipped", SAVE_AGAIN + " in place of %s"),
          new Line(
              "(?:.*/)?(model\\.json)",
              "a TensorFlow.js model, zipped",
              SAVE_AGAIN + " in place of %s"),
          new Line(
              "(.*\\.onnx)", "an ONNX model, zipped", "give the model that it was exported from"),
          new Line(
              "(.*\\.pb)",
              "a zip around a TensorFlow graph",
              "unpack it and import that with " + Hint.IMPORT_TENSORFLOW.to("%s")),
          new Line(
              "(.*)\\.index",
              "TensorFlow checkpoints, zipped",
              "save the model as a SavedModel in place of %s"),
          new Line(
              "coefficients\\.bin|(?:.*/)?graph\\.fb",
              "a network that Deeplearning4j or SameDiff saved",
              "give the Keras or TensorFlow model that it was made of"),
          new Line("(.*\\.npy)", "a file of NumPy arrays (.npz)", "save the model itself"));

  private static final Pattern SHOWN = Pattern.compile("[\\x21-\\x7e]{1,100}");

  private ZipKind() {}

  /** The kind of a zip; nothing if none of its first entries tells. */
  public static Optional<FileKind> of(ZipFile zip) {
    List<String> names = zip.stream().limit(ENTRIES_ASKED).map(ZipEntry::getName).toList();
    return FileKind.of(TABLE, names, ZipKind::said);
  }

  /** What the advice names, if it can be shown. */
  private static String said(Matcher found) {
    String name = found.groupCount() == 0 ? null : found.group(1);
    return name != null && SHOWN.matcher(name).matches() ? name : "it";
  }
}
