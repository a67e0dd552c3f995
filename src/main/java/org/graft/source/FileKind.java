package org.graft.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.failure.Hint;

/**
 * What a file that is not what was asked for is instead, by its content, whatever it is called.
 *
 * @param what its kind in words
 * @param advice what to do about it
 */
public record FileKind(String what, String advice) {
  private static final int BEGINNING = 64;
  private static final String ANOTHER = "give the file that Keras saved";
  private static final String CUT_OFF =
      "fetch the file again, the server answered with something else";

  /** The length of what follows in a protobuf. */
  private static final String LENGTH = "[\\x80-\\xff]{0,4}[\\x00-\\x7f]";

  /** A version and a description, which begins with an input, which begins with its name. */
  private static final String CORE_ML =
      "\\x08[\\x01-\\x20]\\x12" + LENGTH + "\\x0a" + LENGTH + "\\x0a.*";

  /**
   * A kind, and what only it has.
   *
   * @param pattern regular expression over that, whose group 1 is what the advice names
   */
  record Line(String pattern, String what, String advice) {
    private Optional<FileKind> of(List<String> seen, Function<Matcher, Object> named) {
      Pattern own = Pattern.compile(pattern, Pattern.DOTALL);
      return seen.stream()
          .map(own::matcher)
          .filter(Matcher::matches)
          .map(match -> new FileKind(what, String.format(advice, named.apply(match))))
          .findFirst();
    }
  }

  /** By what a file begins with, in ISO 8859-1. */
  private static final List<Line> TABLE =
      List.of(
          new Line("", "an empty file", "fetch or save it again"),
          new Line("\\x89PNG.*", "a PNG image", ANOTHER),
          new Line("\\xff\\xd8\\xff.*", "a JPEG image", ANOTHER),
          new Line("GIF8.*", "a GIF image", ANOTHER),
          new Line("%PDF.*", "a PDF document", ANOTHER),
          new Line("\\x1f\\x8b.*", "a gzip archive", "unpack it first"),
          new Line(
              "version https://git-lfs.*",
              "a Git LFS pointer and not the file that it stands for",
              "fetch that one with git lfs pull"),
          new Line("(?i)\\s*<(!doctype html|html).*", "an HTML page", CUT_OFF),
          new Line("(?i)\\s*<\\?xml.*", "an XML document", CUT_OFF),
          new Line(
              "\\x80[\\x02-\\x05].*",
              "a Python pickle, as PyTorch saved models before 1.6",
              "export the weights from Python with Keras"),
          new Line(
              "(?s).{4}TFL3.*",
              "a TensorFlow Lite model", "give the Keras model that it was converted from"),
          new Line(
              CORE_ML, "a Core ML model", "give the Keras model or SavedModel that it was made of"),
          new Line(
              "\\x08\\x01\\x12.*",
              "the saved_model.pb of a SavedModel",
              "import its folder with " + Hint.IMPORT_TENSORFLOW.to("FOLDER")),
          new Line(
              "\\x08[\\x02-\\x20][\\x12\\x1a\\x22\\x3a].*",
              "an ONNX model",
              "give the Keras model that it was exported from"),
          new Line(
              "model_checkpoint_path:.*",
              "the index of TensorFlow checkpoints",
              "give a SavedModel, or a checkpoint beside its .meta, with "
                  + Hint.IMPORT_TENSORFLOW),
          new Line(
              "(?s).{8}\\{\".*", "a safetensors file", "export the weights from Python with Keras"),
          new Line(
              "\\s*\\{\\s*\"(modelTopology|weightsManifest|format\"\\s*:\\s*\"(layers|graph)-model).*",
              "a TensorFlow.js model",
              "save the model in Keras' own format or as a SavedModel"),
          new Line(
              "\\s*\\{.*",
              "a JSON text",
              "a model's description goes with %s, beside the file of its weights"
                  .formatted(Hint.ARCHITECTURE)),
          new Line(
              "\\x0a.*", "perhaps a TensorFlow graph", "give it with " + Hint.IMPORT_TENSORFLOW),
          new Line("GGUF.*", "a GGUF file of a language model", ANOTHER),
          new Line("[\\s\\x20-\\x7e]*", "a text", ANOTHER));

  private static final FileKind UNKNOWN =
      new FileKind("a file of a kind that is not known", ANOTHER);

  /** LevelDB's table format, in which TensorFlow writes the index of a checkpoint, ends in this. */
  private static final String CHECKPOINT_END = "57fb808b247547db";

  /** The kind of a file that can be read. */
  public static FileKind of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
      if (endsAsCheckpoint(file)) {
        return new FileKind(
            "the index of a TensorFlow checkpoint",
            "give a SavedModel with " + Hint.IMPORT_TENSORFLOW.to("FOLDER"));
      }
      return of(TABLE, List.of(text), match -> file).orElse(UNKNOWN);
    }
  }

  /**
   * The kind of what has these, by the first line of a table that knows one.
   *
   * @param named what the advice calls a match
   */
  static Optional<FileKind> of(
      List<Line> table, List<String> seen, Function<Matcher, Object> named) {
    return table.stream().flatMap(line -> line.of(seen, named).stream()).findFirst();
  }

  /** Whether a file that begins so is a Core ML model, which a SavedModel looks much like. */
  public static boolean isCoreMl(byte... beginning) {
    int length = Math.min(beginning.length, BEGINNING);
    return new String(beginning, 0, length, StandardCharsets.ISO_8859_1).matches("(?s)" + CORE_ML);
  }

  private static boolean endsAsCheckpoint(Path file) throws IOException {
    byte[] magic = HexFormat.of().parseHex(CHECKPOINT_END);
    long size = Files.size(file);
    if (size < magic.length) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(size - magic.length);
      return Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }
}
