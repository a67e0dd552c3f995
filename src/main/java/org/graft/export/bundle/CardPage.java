package org.graft.export.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.graft.experiment.Calibration;
import org.graft.experiment.ClassScore;
import org.graft.experiment.Wilson;
import org.graft.export.parity.Agreement;
import org.graft.export.parity.Receipt;
import org.graft.provenance.ModelCard;
import org.graft.runtime.ImageInput;
import org.graft.runtime.OnnxSession;
import org.graft.train.Evaluation;
import org.graft.train.RunRecord;

/**
 * A model card (Mitchell et al. 2019) in Markdown: what a model is for, what it was made of, how it
 * did and where it ends.
 *
 * @param evaluation what the exported file makes of the test images
 * @param receipt what the file was held against
 */
record CardPage(RunRecord run, ModelCard card, Evaluation evaluation, Receipt receipt) {
  /** A class of fewer test images has a recall that tells little. */
  private static final int FEW = 20;

  /** Confusions that are worth a line. */
  private static final int WORST = 3;

  private static final String NO_LICENCE = "unknown";

  /** The page, with how {@code session}, the open file, is run. */
  String text(OnnxSession session) {
    return """
        # %s on %s

        A classifier of images for %d classes: a new head on %s, exported by Graft as an ONNX file \
        that holds its preprocessing and labels.

        ## Intended use
        To tell which of the classes below a picture like those of the data shows. It names one of \
        them for any picture, whatever it shows: a caller who also meets others should call what \
        stays below a probability unknown (`graft predict --unknown-below P`). It was tested on \
        the images below and on nothing else; decisions about people need more than that.

        ## Data
        %s
        ## Metrics
        %s
        %s
        ## Limits
        %s
        ## Licence
        %s

        ## Provenance
        %s
        ## How to run it
        %s"""
        .formatted(
            Markdown.text(card.base()),
            Markdown.text(run.data()),
            card.labels().size(),
            Markdown.text(card.base()),
            Markdown.facts(data()),
            lead(),
            classes(),
            limits().stream().map(limit -> "- " + limit + "\n").collect(Collectors.joining()),
            licence(),
            Markdown.facts(provenance()),
            use(session));
  }

  private Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("images", run.data());
    data.put("learned from", Integer.toString(run.trainImages()));
    data.put("tested with", Integer.toString(evaluation.images()));
    data.put("unreadable, left out", Integer.toString(run.skipped()));
    if (run.augmentation() != null) {
      data.put("augmentation", run.augmentation());
    }
    data.put(
        "pixels",
        "%d x %d, %s, prepared as %s"
            .formatted(card.height(), card.width(), card.interpolation(), card.preprocessing()));
    return data;
  }

  private String lead() {
    Wilson interval = Wilson.of(evaluation.correct(), evaluation.images());
    return String.format(
        Locale.ROOT,
        "Accuracy of this file on the test images: %.3f (95 %% interval %.3f to %.3f). Always naming"
            + " the commonest class gives %.3f.%n",
        evaluation.accuracy(),
        interval.low(),
        interval.high(),
        evaluation.baseRate());
  }

  private String classes() {
    List<List<Object>> rows = new ArrayList<>();
    for (ClassScore score : ClassScore.of(evaluation)) {
      rows.add(
          List.of(
              score.label(),
              share(score.precision()),
              share(score.recall()),
              share(score.f1()),
              score.images()));
    }
    return Markdown.table(List.of("class", "precision", "recall", "F1", "test images"), rows);
  }

  private List<String> limits() {
    List<String> limits = new ArrayList<>();
    List<ClassScore> scores = ClassScore.of(evaluation);
    ClassScore weakest =
        scores.stream().min(Comparator.comparingDouble(ClassScore::recall)).orElseThrow();
    limits.add(
        "The weakest class is %s: %s of its test images are recognised."
            .formatted(Markdown.text(weakest.label()), share(weakest.recall())));
    limits.addAll(confusions());
    long few = scores.stream().filter(score -> score.images() < FEW).count();
    if (few > 0) {
      limits.add(
          "%d of %d classes have fewer than %d test images; their figures are rough."
              .formatted(few, scores.size(), FEW));
    }
    limits.add(
        "Probabilities differ from the share of right answers by %s on average (expected calibration"
                .formatted(share(Calibration.of(evaluation).error()))
            + " error).");
    limits.add(
        "What cannot be seen at %d x %d pixels cannot be told."
            .formatted(card.height(), card.width()));
    return limits;
  }

  /** The commonest ones. */
  private List<String> confusions() {
    int[][] confusion = evaluation.confusion();
    List<int[]> cells = new ArrayList<>();
    for (int own = 0; own < confusion.length; own++) {
      for (int taken = 0; taken < confusion.length; taken++) {
        if (own != taken && confusion[own][taken] > 0) {
          cells.add(new int[] {own, taken, confusion[own][taken]});
        }
      }
    }
    return cells.stream()
        .sorted(Comparator.comparingInt(cell -> -cell[2]))
        .limit(WORST)
        .map(
            cell ->
                "%s is taken for %s on %d of its test images."
                    .formatted(label(cell[0]), label(cell[1]), cell[2]))
        .toList();
  }

  private String label(int index) {
    return Markdown.text(card.labels().get(index));
  }

  private String licence() {
    String own = card.licence().orElse(NO_LICENCE);
    return (own.equals(NO_LICENCE)
            ? "The licence of the base's weights is not known; whoever passes this on must know it."
            : "The base's weights: " + Markdown.text(own) + ".")
        + " The head was learned from the images above, whose licence counts too. The examples are"
        + " yours to use as you like.";
  }

  private Map<String, String> provenance() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", run.id());
    facts.put("base", run.base() + ", up to " + run.featureLayer());
    facts.put("weights", run.baseOrigin().file() + ", SHA-256 " + run.baseOrigin().sha256());
    if (run.choice() != null) {
      facts.put("preprocessing", run.choice().reason());
    }
    facts.put("recipe", run.recipe().name() + ", seed " + run.seed());
    if (run.fineTune() != null) {
      facts.put("fine-tuned", "from " + run.fineTune().from() + " on");
    }
    if (run.precision() != null) {
      facts.put("frozen base computed in", run.precision());
    }
    facts.put("trained", run.started());
    facts.put("exported", card.created());
    facts.put("graft", run.graft());
    facts.put(Bundle.MODEL, receipt.bytes() + " bytes, SHA-256 " + receipt.sha256());
    facts.put(
        "held against the trained model",
        String.format(
            Locale.ROOT,
            "on %d images: greatest difference %.1e, same class on %.0f %%",
            receipt.images(),
            receipt.maxAbsDifference(),
            100 * receipt.top1Agreement()));
    receipt.tested().ifPresent(agreement -> facts.put("held against the run", against(agreement)));
    return facts;
  }

  private static String against(Agreement agreement) {
    return String.format(
        Locale.ROOT,
        "on its %d test images: same class on %d, greatest difference of a probability %.1e,"
            + " accuracy %.3f, before %.3f",
        agreement.images(),
        agreement.same(),
        agreement.maxAbsDifference(),
        agreement.accuracyAfter(),
        agreement.accuracyBefore());
  }

  private String use(OnnxSession session) {
    ImageInput input = session.input();
    String sides =
        input.takes(ImageInput.ANY, ImageInput.ANY)
            ? "height, width"
            : card.height() + ", " + card.width();
    String axes = input.channelsFirst() ? "3, " + sides : sides + ", 3";
    String outputs =
        session.outputs().stream()
            .map(name -> "`%s` float32 `[batch, %d]`".formatted(name, session.width(name)))
            .collect(Collectors.joining(", "));
    return """
        `%s` takes `%s` %s `[batch, %s]` in %s and gives %s.
        ```
        pip install onnxruntime pillow && python %s %s picture.jpg
        java -cp onnxruntime-%s.jar %s %s picture.jpg
        tritonserver --model-repository "$PWD/%s"
        graft predict --model %s picture.jpg
        ```
        The jar is Maven's `com.microsoft.onnxruntime:onnxruntime`; a line of `%s` is a class, in \
        the order of the outputs. Input that is no bytes is preprocessed as the file's metadata \
        say, which both examples do.
        """
        .formatted(
            Bundle.MODEL,
            input.name(),
            input.bytes() ? "uint8" : "float32",
            axes,
            card.input().bgr() ? "BGR" : "RGB",
            outputs,
            Bundle.PYTHON,
            Bundle.MODEL,
            OnnxSession.version(),
            Bundle.JAVA,
            Bundle.MODEL,
            Bundle.TRITON,
            Bundle.MODEL,
            Bundle.LABELS);
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
