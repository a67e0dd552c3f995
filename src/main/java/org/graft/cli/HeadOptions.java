package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.graft.api.Heads;
import org.graft.failure.InputException;
import org.graft.head.HeadStyle;
import org.graft.head.Initializer;
import org.graft.head.LayeredHead;
import org.graft.head.Pooling;

/** A head, and what is to be otherwise than in the recipe's. */
@Heading.Under(Heading.HEAD)
final class HeadOptions {
  private static final String SAVED = ".fb";

  @Parameter(
      names = "--head",
      description =
          "dense; average-max, the same on mean and greatest value; attention over the map; logistic"
              + " for a regression that is solved and needs no tuning; or FILE.fb, a graph that"
              + " SameDiff saved")
  private String head = "dense";

  @Parameter(names = "--head-class", description = "A class of yours that is an api.CustomHead")
  private String headClass;

  @Parameter(names = "--head-jar", description = "Jar file that --head-class is in")
  private Path headJar;

  @Parameter(
      names = "--units",
      validateWith = Widths.class,
      description = "Width of the hidden layer; of several with commas: 256,64")
  private String units;

  @Parameter(
      names = "--dropout",
      validateWith = PartOf.class,
      description = "Share of each hidden layer dropped in training, from 0 to below 1")
  private Double dropout;

  @Parameter(
      names = "--initializer",
      description = "First weights: glorot-uniform, glorot-normal, he-uniform or he-normal")
  private String initializer;

  @Parameter(
      names = "--standardize",
      description = "Bring the features to mean 0 and deviation 1 inside the head")
  private boolean standardize;

  /** The head that is asked for, where the recipe has {@code recipes}. */
  HeadStyle asked(HeadStyle recipes) {
    LayeredHead of = (LayeredHead) recipes;
    HeadStyle chosen = headClass != null ? ofClass() : named(of);
    return standardize || of.standardized() ? chosen.standardizing() : chosen;
  }

  private HeadStyle named(LayeredHead of) {
    if (headJar != null) {
      throw new InputException("--head-jar goes with --head-class NAME, which is missing");
    }
    if (head.endsWith(SAVED)) {
      requireNoWidths(head);
      return Heads.open(Path.of(head));
    }
    return switch (head) {
      case "dense" -> dense(of);
      case "average-max" -> dense(of).withPooling(Pooling.MEAN_AND_MAX);
      case "attention" -> attention(dense(of));
      case "logistic" -> logistic();
      default ->
          throw new InputException(
              ("there is no head '%s'; there are dense, average-max, attention, logistic, and"
                      + " files FILE.fb")
                  .formatted(head));
    };
  }

  private LayeredHead dense(LayeredHead of) {
    LayeredHead same =
        new LayeredHead(
            of.units(),
            dropout == null ? of.dropout() : dropout,
            standardize || of.standardized(),
            initializer == null ? of.initializer() : Initializer.of(initializer));
    return units == null ? same : same.withFurther(widths());
  }

  private List<Integer> widths() {
    return Arrays.stream(units.split(",")).map(Integer::valueOf).toList();
  }

  private HeadStyle attention(LayeredHead of) {
    if (of.further() != null || initializer != null) {
      throw new InputException("--head attention takes one width, and no --initializer");
    }
    return Heads.attention(of.dropout(), of.units());
  }

  private HeadStyle logistic() {
    if (changesLayers()) {
      throw new InputException(
          "--head logistic has one solution and no hidden layer;"
              + " leave out --units, --dropout and --initializer");
    }
    return LayeredHead.LOGISTIC;
  }

  private HeadStyle ofClass() {
    if (headJar == null) {
      throw new InputException("--head-class " + headClass + " needs the --head-jar that it is in");
    }
    requireNoWidths("--head-class");
    return Heads.of(HeadJar.load(headJar, headClass));
  }

  private boolean changesLayers() {
    return units != null || dropout != null || initializer != null;
  }

  private void requireNoWidths(String kind) {
    if (changesLayers()) {
      throw new InputException(
          ("%s is a head of your own, which decides these itself; leave out --units,"
                  + " --dropout and --initializer")
              .formatted(kind));
    }
  }
}
