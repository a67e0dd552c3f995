package org.graft.export.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.graft.card.ModelCard;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;
import org.graft.runtime.OnnxSession;
import org.graft.storage.AtomicFile;
import org.graft.storage.PlainName;
import org.graft.train.Evaluation;
import org.graft.train.RunRecord;

/**
 * A folder that deploys: {@code model.onnx} and, unless it gives a number, {@code labels.txt}, two
 * examples that need ONNX Runtime alone, a model repository for NVIDIA Triton in {@code triton/},
 * and a model card as {@code README.md}. All but the card is made of what the ONNX file says about
 * itself.
 */
public final class Bundle {
  /** The model's name in the folder. */
  public static final String MODEL = "model.onnx";

  static final String LABELS = "labels.txt";
  static final String TRITON = "triton";
  static final String PYTHON = "predict.py";
  static final String JAVA = "Predict.java";

  private static final String CARD = "README.md";
  private static final String PROBABILITIES = "probabilities";

  private Bundle() {}

  /**
   * Writes the folder {@code target}, whole or not at all.
   *
   * @param export writes the model to the path it is given and tells what it was held against
   * @param evaluation what the written file makes of the test images, asked for after that
   * @return the model's receipt
   * @throws InputException if something is there already
   */
  public static Receipt write(
      Path target, RunRecord run, Function<Path, Receipt> export, Supplier<Evaluation> evaluation) {
    requireRoom(target);
    AtomicReference<Receipt> receipt = new AtomicReference<>();
    AtomicFile.writeFolder(
        target,
        folder -> {
          Receipt made = export.apply(folder.resolve(MODEL));
          receipt.set(made);
          fill(folder, run, made, evaluation.get());
        });
    return Objects.requireNonNull(receipt.get()).at(target.resolve(MODEL));
  }

  /** Refuses a place that is not free: only a folder that holds nothing is replaced. */
  public static void requireRoom(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> found = Files.list(target)) {
      if (found.findAny().isPresent()) {
        throw new InputException(
            target + " is not empty; a bundle takes a folder that is new or empty");
      }
    } catch (IOException e) {
      throw new InputException(target + " cannot be read as a folder: " + e.getMessage(), e);
    }
  }

  private static void fill(Path folder, RunRecord run, Receipt receipt, Evaluation evaluation)
      throws IOException {
    try (OnnxSession session = OnnxSession.open(receipt.file())) {
      ModelCard card = ModelCard.of(receipt.file(), session.metadata());
      if (session.outputs().contains(PROBABILITIES)) {
        writeLabels(folder.resolve(LABELS), card.labels());
      }
      String name = PlainName.require(card.origin().base(), receipt.file());
      writeRepository(folder, folder.resolve(TRITON).resolve(name), session, card);
      String page = new CardPage(run, card, evaluation, receipt).text(session);
      Files.writeString(folder.resolve(CARD), page);
    }
    for (String example : List.of(PYTHON, JAVA)) {
      try (InputStream in = Bundle.class.getResourceAsStream(example)) {
        Files.copy(in, folder.resolve(example));
      }
    }
  }

  /** A label a line, in the order of the outputs. */
  private static void writeLabels(Path file, List<String> labels) throws IOException {
    Files.write(file, labels.stream().map(label -> label.replaceAll("\\R", " ")).toList());
  }

  /**
   * As Triton wants it: a folder a model, its configuration in it, a folder a version below, there
   * the model's file and the one beside it that holds data, if there is one.
   */
  private static void writeRepository(Path folder, Path model, OnnxSession session, ModelCard card)
      throws IOException {
    Path version = Files.createDirectories(model.resolve("1"));
    if (Files.exists(folder.resolve(LABELS))) {
      Files.copy(folder.resolve(LABELS), model.resolve(LABELS));
    }
    Files.writeString(
        model.resolve(TritonConfig.FILE), TritonConfig.of(session, card, PROBABILITIES, LABELS));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(MODEL)) {
          AtomicFile.linkOrCopy(file, version.resolve(name));
        }
      }
    }
  }
}
