package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import org.graft.api.ImageForm;
import org.graft.api.ImportedBase;
import org.graft.api.Preparation;
import org.graft.api.Training;
import org.graft.api.TrainingData;
import org.graft.failure.InputException;
import org.graft.image.ContentLook;
import org.graft.image.Exif;
import org.graft.image.ImageSource;
import org.graft.image.Interpolation;
import org.graft.train.Calibrate;
import org.graft.train.Leftovers;
import org.graft.train.LiveRun;
import org.graft.train.Recipe;

/** The options of commands that train. */
@Heading.Under(Heading.DATA)
final class TrainingOptions {
  /** The preprocessing that a base was trained with, whichever it is. */
  static final String CATALOGUE = "catalogue";

  @ParametersDelegate private final DataOptions data = new DataOptions();

  @ParametersDelegate private final RecipeOptions recipe = new RecipeOptions();

  @ParametersDelegate private final FineTuneOptions fineTune = new FineTuneOptions();

  @Parameter(
      names = "--size",
      validateWith = Side.class,
      description = "Side of the images in pixels; by default the base's native size")
  private Integer size;

  @Parameter(
      names = "--preprocessing",
      description = "raw, caffe, tf, torch, unit or catalogue; by default the recipe's")
  private String preprocessing;

  @Parameter(names = "--interpolation", description = "nearest, bilinear or bicubic")
  private String interpolation = "nearest";

  @ParametersDelegate private final ExifOption exif = new ExifOption();

  @ParametersDelegate private final SplitOptions split = new SplitOptions();

  @Heading.Under(Heading.RECIPE)
  @Parameter(
      names = "--validation",
      validateWith = PartOf.class,
      description = "Share of the training images held out to tell the best epoch")
  private Double validation;

  @Heading.Under(Heading.RECIPE)
  @Parameter(
      names = "--folds",
      validateWith = AtLeastTwo.class,
      description = "Cross-validates among the training images in that many parts before")
  private int folds;

  @Heading.Under(Heading.RECIPE)
  @Parameter(
      names = "--calibrate",
      description =
          "Makes probabilities say how often they are right, by a temperature: auto where images"
              + " are held out; folds by training five times more; none")
  private String calibrate = Calibrate.AUTO.toString();

  @Heading.Under(Heading.RECIPE)
  @Parameter(
      names = "--answer-precision",
      validateWith = Share.class,
      description =
          "Calls images unknown of which the model is not sure enough, so that of its answers that"
              + " share is right, on the images that --calibrate takes")
  private Double answerPrecision;

  @Heading.Under(Heading.RECIPE)
  @Parameter(
      names = "--track-test",
      description =
          "Tells loss and accuracy on the images to test with after each epoch, as recipe seed does"
              + " by itself; nothing is chosen by them")
  private boolean trackTest;

  @ParametersDelegate private final AugmentOptions augment = new AugmentOptions();

  @ParametersDelegate private final MlflowOptions mlflow = new MlflowOptions();

  @Parameter(names = "--seed", description = "Decides initial weights, order, dropout and split")
  private long seed = Training.SEED;

  @Parameter(names = "--strict", description = "End at the first unreadable image")
  private boolean strict;

  @Parameter(
      names = "--force",
      description = "Go on although the images are too small for the base, to see what comes of it")
  private boolean force;

  @Parameter(
      names = "--allow-leak",
      description = "Go on although pictures to test with are also to learn from")
  private boolean allowLeak;

  @Heading.Under(Heading.OUTPUT)
  @Parameter(names = "--runs", description = "Folder that runs go to")
  private Path runs = Path.of("runs");

  @ParametersDelegate private final FeatureOptions features = new FeatureOptions();

  /** The training of a head on {@code base} that these options ask for. */
  Training training(Console console, ImportedBase base) {
    mlflow.check();
    Recipe asked = recipe.asked();
    Training training =
        base.on(trainingData())
            .recipe(asked)
            .images(images())
            .computing(features.computing(console, features.settings(console)))
            .seed(seed)
            .withAugmentation(augment.asked(seed));
    training = fineTune.on(training).calibrate(Calibrate.of(calibrate));
    training = answerPrecision == null ? training : training.answerPrecision(answerPrecision);
    training = trackTest ? training.trackingTest() : training;
    return folds == 0 ? training : training.folds(folds);
  }

  private TrainingData trainingData() {
    ImageSource source = data.source(split.column());
    TrainingData asked =
        TrainingData.of(data.folder(), source)
            .withSplit(split.split(source, seed, ContentLook.NONE));
    asked = validation == null ? asked : asked.withValidation(validation);
    asked = strict ? asked.strictly() : asked;
    return allowLeak ? asked.allowingLeaks() : asked;
  }

  private ImageForm images() {
    ImageForm form = ImageForm.USUAL.withInterpolation(Interpolation.of(interpolation));
    form = size == null ? form : form.withSide(size);
    form = preprocessing == null ? form : form.withPreparation(Preparation.of(preprocessing));
    form = exif.isAsked() ? form.withExif(exif.or(Exif.APPLY)) : form;
    return force ? form.forced() : form;
  }

  /** Where runs go to, which is looked at before the first of them. */
  Path runs() {
    Destination.folder("--runs", runs);
    Leftovers.tidy(runs);
    return runs;
  }

  /** Refuses what is said of models that learn from all images alone. */
  void requireFinal(String option) {
    if (split.share() != 0) {
      throw new InputException(option + " goes with --split 0: other runs hold images out");
    }
  }

  /** Tells an MLflow server of a run that begins, if that is asked for. */
  void track(Console console, LiveRun live) {
    mlflow.begin(console, live);
  }
}
