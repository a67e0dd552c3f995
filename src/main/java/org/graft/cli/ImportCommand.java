package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft.api.Bases;
import org.graft.api.ImportListener;
import org.graft.api.Importing;
import org.graft.api.KerasImporting;
import org.graft.api.Shelved;
import org.graft.api.TensorflowImporting;
import org.graft.base.Base;
import org.graft.base.BaseOptions;
import org.graft.base.BaseRecord;
import org.graft.base.Importer;
import org.graft.base.SecondOpinion;
import org.graft.base.TensorflowImporter;
import org.graft.base.Verification;
import org.graft.failure.InputException;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.source.keras.AssignBy;
import org.graft.source.keras.ReadBy;
import org.graft.source.tensorflow.GraphOptions;
import org.jspecify.annotations.Nullable;

/** {@code graft import}: a Keras file or a TensorFlow graph becomes a base on the shelf. */
@Parameters(commandDescription = "Import a Keras or TensorFlow network and put it on the shelf")
final class ImportCommand extends Command {
  private static final String ND4J = "nd4j";
  private static final String WHOLE = "whole";
  private static final int NAMES_SHOWN = 5;

  @Parameter(names = "--keras", description = "File that Keras saved: .h5, .keras or .weights.h5")
  private Path keras;

  @Parameter(
      names = "--tensorflow",
      description = "SavedModel folder, frozen graph (.pb), or checkpoint with its .meta")
  private Path tensorflow;

  @Parameter(
      names = "--signature",
      description = "Which signature of a SavedModel: NAME or NAME:OUTPUT; or a graph's last node")
  private String signature;

  @Parameter(
      names = "--input",
      description = "The node of a graph whose place the image takes: what decodes is left out")
  private String input;

  @Parameter(names = "--shape", description = "Height and width of a graph's images: H,W or H,W,C")
  private String shape;

  @Parameter(
      names = "--set",
      description = "Value of another placeholder of a graph, such as keep_prob=1; may be repeated")
  private List<String> values = new ArrayList<>();

  @Parameter(
      names = "--architecture",
      description = "Catalogue name, or JSON file of model.to_json(); by default recognised")
  private String architecture;

  @Parameter(names = "--cut", description = "Keep the base up to this layer only")
  private String cut;

  @Parameter(
      names = "--output",
      description =
          "Which output to keep the network for: a name, or the node that a graph ends in")
  private String output;

  @Parameter(names = "--name", description = "Name on the shelf; by default the architecture's")
  private String name;

  @Parameter(
      names = "--preprocessing",
      description = "raw, caffe, tf, torch or unit; by default the catalogue's")
  private String preprocessing;

  @Parameter(
      names = "--verify",
      description =
          "Activations of real Keras, written by scripts/fixtures/activations.py, or of TensorFlow,"
              + " in the same form; of a TensorFlow graph, whole holds every layer against its operations,"
              + " however long it takes, and nd4j has ND4J's importer run it, too")
  private Path golden;

  @Parameter(
      names = "--assign",
      description = "order or name: what to trust where a file's order and names contradict")
  private String assign;

  @Parameter(
      names = "--reader",
      description =
          "auto (both readers, which must agree), direct, or dl4j for Deeplearning4j's importer")
  private String reader;

  private void requireOneSource() {
    if ((keras == null) == (tensorflow == null)) {
      throw new InputException("give one of --keras FILE and --tensorflow PATH");
    }
    if (cut != null && output != null) {
      throw new InputException("give one of --cut and --output");
    }
    requireOfGraph("--signature", signature != null);
    requireOfGraph("--input", input != null);
    requireOfGraph("--shape", shape != null);
    requireOfGraph("--set", !values.isEmpty());
    if (tensorflow != null && assign != null) {
      throw new InputException("--assign belongs to --keras; a graph says where its arrays go");
    }
    if (tensorflow != null && reader != null) {
      throw new InputException("--reader belongs to --keras; a graph has one reader");
    }
    if (tensorflow != null && architecture != null && architecture.endsWith(".json")) {
      throw new InputException(
          "a TensorFlow graph describes itself; --architecture takes a catalogue name here");
    }
  }

  private void requireOfGraph(String option, boolean given) {
    if (keras != null && given) {
      throw new InputException(option + " belongs to --tensorflow; a Keras file has none");
    }
  }

  private Importing<?> asked(Console console) {
    Clock clock = console.environment().clock();
    Optional<Path> activations = asksGolden() ? Optional.of(golden) : Optional.empty();
    BaseOptions base = new BaseOptions(architecture, cut, name, preprocessing());
    if (keras != null) {
      Importer.ImportRequest request =
          new Importer.ImportRequest(
              keras,
              base,
              output,
              assign == null ? null : AssignBy.of(assign),
              reader == null ? null : ReadBy.of(reader));
      return new KerasImporting(request, activations, clock);
    }
    GraphOptions graph =
        new GraphOptions(
            signature, output, input, GraphOptions.shape(shape), GraphOptions.values(values));
    TensorflowImporter.GraphRequest request =
        new TensorflowImporter.GraphRequest(tensorflow, graph, base, opinion());
    return new TensorflowImporting(request, activations, clock);
  }

  private SecondOpinion opinion() {
    if (golden == null) {
      return SecondOpinion.BOUNDED;
    }
    return golden.toString().equals(ND4J) ? SecondOpinion.ND4J : SecondOpinion.WHOLE;
  }

  /** Whether {@code --verify} names a file, and not a word that graphs know. */
  private boolean asksGolden() {
    return golden != null
        && (tensorflow == null || !List.of(ND4J, WHOLE).contains(golden.toString()));
  }

  private @Nullable Preprocessing preprocessing() {
    return preprocessing == null ? null : Preprocessing.of(preprocessing);
  }

  @Override
  void run(Console console) {
    requireOneSource();
    Shelved made =
        asked(console).shelve(new Bases(console.environment().home()), listener(console));
    BaseRecord facts = made.base().base().facts();
    console.result(
        "imported %s: %d layers, %,d parameters, feature layer %s, preprocessing %s, images from %d px",
        facts.name(),
        facts.layers(),
        facts.parameters(),
        facts.featureLayer(),
        facts.preprocessing().map(Preprocessing::toString).orElse("unknown"),
        facts.minimumSize());
    made.base()
        .greyLayer()
        .ifPresent(
            layer ->
                console.result(
                    "  a network of grey images: layer %s makes them of pictures"
                        + " (0.299 R + 0.587 G + 0.114 B)",
                    layer));
    console.result("  weights assigned %s", facts.receipt().assignment());
    console.result("  planned by %s", facts.receipt().readers());
    if (facts.preprocessing().isEmpty()) {
      console.result(
          "  how its pixels were prepared is unknown: graft train tries what is usual on the images"
              + " to learn from, --preprocessing says it");
    }
    Verification proof = facts.receipt().verification();
    if (proof != null) {
      console.result(
          "  verified: %d blocks agree with what %s computed to %.1e, see %s",
          proof.stretches().size(),
          keras != null ? "Keras" : "TensorFlow",
          proof.worst(),
          proof.golden().file());
    }
    console.result("  on the shelf in %s", made.folder());
    NextStep.tell(console, "graft train --base " + facts.name() + " --data FOLDER");
    console.json(
        "base", facts.name(),
        "layers", facts.layers(),
        "parameters", facts.parameters(),
        "sha256", facts.origin().sha256(),
        "architecture", facts.architecture(),
        "feature_layer", facts.featureLayer(),
        "preprocessing", facts.preprocessing().map(Preprocessing::toString).orElse("unknown"),
        "minimum_size", facts.minimumSize(),
        "assignment", facts.receipt().assignment(),
        "readers", facts.receipt().readers(),
        "verification", proof);
  }

  private ImportListener listener(Console console) {
    return new ImportListener() {
      @Override
      public void verified(Base base, Verification proof) {
        tell(console, proof);
        if (proof.passes()) {
          warn(console, base, proof);
        }
      }

      @Override
      public void replacing(BaseRecord old) {
        console.warn("replacing base %s, made of %s", old.name(), old.origin().file());
      }
    };
  }

  /** Block by block. */
  private static void tell(Console console, Verification proof) {
    console.result("%-28s %12s", "BLOCK UP TO", "DIFFERENCE");
    for (Verification.Stretch stretch : proof.stretches()) {
      console.result(
          "%-28s %12.1e%s",
          stretch.end(), stretch.difference(), proof.passes(stretch) ? "" : "  differs");
    }
  }

  /** What activations say nothing of. */
  private void warn(Console console, Base base, Verification proof) {
    if (!proof.unmatched().isEmpty()) {
      List<String> some = proof.unmatched();
      console.warn(
          "%d of the arrays in %s are of no layer that was kept, and were not compared: %s%s",
          some.size(),
          golden,
          String.join(", ", some.subList(0, Math.min(NAMES_SHOWN, some.size()))),
          some.size() > NAMES_SHOWN ? ", …" : "");
    }
    String last = proof.stretches().get(proof.stretches().size() - 1).end();
    Plan plan = base.model().plan();
    if (plan.indexOf(last) < plan.indexOf(base.facts().featureLayer())) {
      console.warn("%s ends at layer %s; what lies behind it is not verified", golden, last);
    }
  }
}
