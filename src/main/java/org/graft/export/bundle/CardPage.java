package org.graft.export.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.graft.card.Layout;
import org.graft.card.ModelCard;
import org.graft.export.parity.Agreement;
import org.graft.export.parity.Receipt;
import org.graft.runtime.ImageInput;
import org.graft.runtime.OnnxSession;
import org.graft.train.Evaluation;
import org.graft.train.LabelScore;
import org.graft.train.Regression;
import org.graft.train.RunRecord;
import org.graft.train.SeveralLabels;

/**
 * A model card (Mitchell et al. 2019) in Markdown: what a model is for, what it was made of, how it
 * did and where it ends.
 *
 * @param evaluation what the exported file makes of the test images
 * @param receipt what the file was held against
 */
record CardPage(RunRecord run, ModelCard card, Evaluation evaluation, Receipt receipt) {
  private static final String NO_LICENCE = "unknown";

  /** The page, with how {@code session}, the open file, is run. */
  String text(OnnxSession session) {
    CardWords words = words();
    return """
        # %s on %s

        %s: a new head on %s, exported by Graft as an ONNX file that holds its preprocessing and \
        labels.

        ## Intended use
        %s %s; decisions about people need more than that.

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
            Markdown.text(card.origin().base()),
            Markdown.text(run.data()),
            words.what(),
            Markdown.text(card.origin().base()),
            words.use(),
            run.wasTested()
                ? "It was tested on the images below and on nothing else"
                : "It learned from all images below and was not tested",
            Markdown.facts(data()),
            run.wasTested() ? words.lead() : untested(),
            run.wasTested() ? words.table() : "",
            limits(words).stream().map(limit -> "- " + limit + "\n").collect(Collectors.joining()),
            licence(),
            Markdown.facts(provenance()),
            use(session, words));
  }

  private String untested() {
    String known =
        run.crossValidation() == null
            ? "How well it does on other images is known only as far as a run of the same recipe"
                + " that was tested tells."
            : String.format(
                Locale.ROOT,
                "Cross-validation among these images gave %.3f ± %.3f before.",
                run.crossValidation().mean(),
                run.crossValidation().deviation());
    return "This is a final model: it learned from all images, and none was kept to test it with. "
        + known
        + "\n";
  }

  private CardWords words() {
    if (evaluation.task() instanceof SeveralLabels several) {
      return new LabelWords(evaluation, LabelScore.of(several, evaluation));
    }
    return evaluation.task() instanceof Regression number
        ? new NumberWords(evaluation, number)
        : new ClassWords(evaluation, Optional.ofNullable(run.calibrated()));
  }

  private List<String> limits(CardWords words) {
    List<String> limits = new ArrayList<>(run.wasTested() ? words.limits() : List.of());
    limits.add(
        "What cannot be seen at %d x %d pixels cannot be told."
            .formatted(card.images().height(), card.images().width()));
    return limits;
  }

  private Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("images", run.data());
    data.put("learned from", Integer.toString(run.trainImages()));
    data.put("tested with", Integer.toString(run.testImages()));
    data.put("unreadable, left out", Integer.toString(run.skipped()));
    if (run.augmentation() != null) {
      data.put("augmentation", run.augmentation());
    }
    data.put(
        "pixels",
        "%d x %d, %s, EXIF orientation %s, prepared as %s"
            .formatted(
                card.images().height(),
                card.images().width(),
                card.images().interpolation(),
                card.images().exif().equals("apply") ? "applied" : "ignored",
                card.images().preprocessing()));
    return data;
  }

  private String licence() {
    String own = card.origin().licence().orElse(NO_LICENCE);
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
    if (run.device() != null) {
      facts.put("frozen base computed on", run.device());
    }
    facts.put("trained", run.started());
    facts.put("exported", card.origin().created());
    facts.put("graft", run.graft());
    facts.put(Bundle.MODEL, receipt.bytes() + " bytes, SHA-256 " + receipt.sha256());
    facts.put(
        "held against the trained model",
        String.format(
            Locale.ROOT,
            "on %d images: greatest difference %.1e, same %s on %.0f %%",
            receipt.images(),
            receipt.maxAbsDifference(),
            evaluation.task().word(),
            100 * receipt.top1Agreement()));
    receipt.tested().ifPresent(agreement -> facts.put("held against the run", against(agreement)));
    return facts;
  }

  private String against(Agreement agreement) {
    return String.format(
        Locale.ROOT,
        "on its %d test images: same %s on %d, greatest difference of an output %.1e,"
            + " %s %.3f, before %.3f",
        agreement.images(),
        evaluation.task().word(),
        agreement.same(),
        agreement.maxAbsDifference(),
        evaluation.measures().name(),
        agreement.accuracyAfter(),
        agreement.accuracyBefore());
  }

  private String use(OnnxSession session, CardWords words) {
    ImageInput input = session.input();
    String sides =
        input.takes(ImageInput.ANY, ImageInput.ANY)
            ? "height, width"
            : card.images().height() + ", " + card.images().width();
    String axes = input.layout() == Layout.NCHW ? "3, " + sides : sides + ", 3";
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
        %s The jar is Maven's `com.microsoft.onnxruntime:onnxruntime`. Input that is no bytes is preprocessed as the file's metadata \
        say, which both examples do.
        """
        .formatted(
            Bundle.MODEL,
            input.name(),
            input.pixels(),
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
            words.meaning());
  }
}
