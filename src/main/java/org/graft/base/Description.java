package org.graft.base;

import java.util.Optional;
import java.util.stream.Collectors;
import org.graft.failure.Hint;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.source.keras.AssignBy;
import org.graft.source.keras.Assignment;
import org.graft.source.keras.DirectReader;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.ModelConfig;

/** A model's description with the way its weights go into it. */
record Description(ModelConfig config, Recognised what, Assignment assignment) {

  static Description of(Candidate candidate) {
    return new Description(
        candidate.config(),
        new Recognised(
            candidate.architecture(),
            Optional.of(ArchitectureMatch.of(candidate.architecture(), candidate.entry())),
            candidate.kept()),
        candidate.assignment());
  }

  /**
   * A model that describes itself, kept up to the layer {@code end}; it takes the facts of the
   * catalogue's entry that is its like. What lies behind that layer need not be readable.
   */
  static Description of(ModelConfig config, String end, KerasFile file, Catalogue catalogue) {
    ModelConfig part = config.upTo(end);
    Plan kept = DirectReader.read(part);
    requireOneInput(kept);
    Whole whole = Whole.of(config, part, file);
    Assignment assignment = Assignment.of(config, whole.plan(), kept, whole.file());
    if (!assignment.fits()) {
      throw unfilled(config, assignment);
    }
    Optional<ArchitectureMatch> like = ArchitectureMatch.find(catalogue, whole.plan());
    return new Description(config, new Recognised(config.name(), like, kept), assignment);
  }

  private static void requireOneInput(Plan kept) {
    if (kept.inputs().size() != 1) {
      throw new UnsupportedModelException(
          ("the network takes %d inputs: %s; one is expected, and %s keeps it up to a layer"
                  + " that reads one of them alone")
              .formatted(
                  kept.inputs().size(),
                  kept.inputs().stream().map(Layer::name).collect(Collectors.joining(", ")),
                  Hint.CUT.to("LAYER")));
    }
  }

  /**
   * As much as can be read of a model of which a part is to be kept.
   *
   * @param file without the arrays of what cannot be read
   */
  private record Whole(Plan plan, KerasFile file) {
    static Whole of(ModelConfig config, ModelConfig part, KerasFile file) {
      try {
        return new Whole(DirectReader.read(config), file);
      } catch (UnsupportedModelException e) {
        ModelConfig around = file.assignBy() == AssignBy.PATH ? part : config.around(part);
        return new Whole(DirectReader.read(around), file.without(config, around));
      }
    }
  }

  private static UnsupportedModelException unfilled(ModelConfig config, Assignment assignment) {
    return new UnsupportedModelException(
        "the stored arrays do not fill the description of %s: %s; first difference: %s"
            .formatted(
                config.name(), assignment.remainder().summary(), assignment.problems().get(0)),
        assignment.remainder().lines());
  }
}
