package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParametersDelegate;
import org.graft.train.ClassWeights;
import org.graft.train.Distance;
import org.graft.train.Loss;
import org.graft.train.Phase;
import org.graft.train.Recipe;
import org.graft.train.Schedule;
import org.graft.train.optimizer.NamedOptimizer;

/** A recipe, and what is to be otherwise than in it. */
@Heading.Under(Heading.RECIPE)
final class RecipeOptions {
  private static final String STOPPING = "--early-stopping";

  @Parameter(names = "--recipe", description = "safe, or seed for the seed article to the letter")
  private String recipe = "safe";

  @ParametersDelegate private final HeadOptions head = new HeadOptions();

  @Parameter(
      names = "--label-smoothing",
      validateWith = PartOf.class,
      description = "Share of each target spread over all classes, from 0 to below 1")
  private Double labelSmoothing;

  @Parameter(
      names = "--class-weights",
      description = "auto, for classes that count the same however many images they have; or none")
  private String classWeights = "none";

  @Parameter(
      names = "--loss",
      description = "With --task regression: mse, the default, or huber, even beyond a deviation")
  private String distance;

  @Parameter(names = "--optimizer", description = NamedOptimizer.LIST)
  private String optimizer;

  @Parameter(
      names = "--weight-decay",
      validateWith = NumberFromZero.class,
      description = "Share of each kernel that goes with every step, times the rate")
  private Double weightDecay;

  @Parameter(
      names = "--learning-rate",
      validateWith = PositiveNumber.class,
      description = "The optimiser's rate at the first step")
  private Double learningRate;

  @Parameter(
      names = "--epochs",
      validateWith = Positive.class,
      description = "Passes over the images")
  private Integer epochs;

  @Parameter(names = "--batch", validateWith = Positive.class, description = "Images a step")
  private Integer batch;

  @Parameter(
      names = STOPPING,
      validateWith = Positive.class,
      description = "Epochs without a lower loss on held-out images after which a phase ends")
  private Integer patience;

  /** The options of what another recipe decides anew. */
  static String[] names() {
    return new JCommander(new RecipeOptions())
        .getParameters().stream()
            .map(ParameterDescription::getLongestName)
            .filter(name -> !name.equals(STOPPING))
            .toArray(String[]::new);
  }

  Recipe asked() {
    Recipe named = Recipe.of(recipe);
    Recipe asked = named.withHead(head.asked(named.head()));
    return asked.withPhase(phase(asked.phase())).withLoss(loss(asked.loss()));
  }

  private Phase phase(Phase recipes) {
    Phase of = optimizer == null ? recipes : recipes.by(NamedOptimizer.of(optimizer));
    return new Phase(
        of.optimizer(),
        schedule(of.schedule()),
        weightDecay == null ? of.weightDecay() : weightDecay,
        patience == null ? 0 : patience);
  }

  private Schedule schedule(Schedule of) {
    Schedule schedule = epochs == null ? of : of.withEpochs(epochs);
    schedule = batch == null ? schedule : schedule.withBatch(batch);
    return learningRate == null ? schedule : schedule.withLearningRate(learningRate);
  }

  private Loss loss(Loss of) {
    return new Loss(
        labelSmoothing == null ? of.labelSmoothing() : labelSmoothing,
        ClassWeights.of(classWeights),
        distance == null ? of.distance() : Distance.of(distance));
  }
}
