package org.graft.base;

import java.util.Optional;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Plan;
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
            Optional.of(new Likeness(candidate.architecture(), candidate.entry())),
            candidate.kept()),
        candidate.assignment());
  }

  /**
   * A model that describes itself; it takes the facts of the catalogue's entry that is its like.
   */
  static Description of(ModelConfig config, String cut, KerasFile file, Catalogue catalogue) {
    Plan whole = DirectReader.read(config);
    Plan kept = cut == null ? whole : whole.cut(cut);
    Assignment assignment = Assignment.of(config, whole, kept, file);
    if (!assignment.fits()) {
      throw unfilled(config, assignment);
    }
    Optional<Likeness> like = Likeness.find(catalogue, whole, file);
    return new Description(config, new Recognised(config.name(), like, kept), assignment);
  }

  private static UnsupportedModelException unfilled(ModelConfig config, Assignment assignment) {
    return new UnsupportedModelException(
        String.format(
            "the stored arrays do not fill the description of %s: %s; first difference: %s",
            config.name(), assignment.remainder().summary(), assignment.problems().get(0)),
        assignment.remainder().lines());
  }
}
