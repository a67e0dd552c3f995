package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.Optional;
import org.graft.api.Computing;
import org.graft.api.ImageForm;
import org.graft.api.ImportedBase;
import org.graft.api.Preparation;
import org.graft.api.SecondPhase;
import org.graft.api.Training;
import org.graft.api.TrainingData;
import org.graft.audit.Audit;
import org.graft.audit.AuditMemory;
import org.graft.base.Base;
import org.graft.base.BaseRecord;
import org.graft.base.Shelf;
import org.graft.experiment.PreprocessingTrial;
import org.graft.failure.InputException;
import org.graft.feature.Extraction;
import org.graft.image.ContentLook;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.ImageSource;
import org.graft.image.Interpolation;
import org.graft.image.Numbers;
import org.graft.image.Survey;
import org.graft.plan.Preprocessing;
import org.graft.train.Calibrate;
import org.graft.train.ClassWeights;
import org.graft.train.Leftovers;
import org.graft.train.LiveRun;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;

/** The options of commands that train. */
@Heading.Under(Heading.DATA)
final class TrainingOptions {
  /** The preprocessing that a base was trained with, whichever it is. */
  static final String CATALOGUE = "catalogue";

  /** Share of the training images held out for early stopping. */
  private static final double HELD_OUT = 0.15;

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

  @ParametersDelegate private final AugmentOptions augment = new AugmentOptions();

  @ParametersDelegate private final MlflowOptions mlflow = new MlflowOptions();

  @Parameter(names = "--seed", description = "Decides initial weights, order, dropout and split")
  private long seed = 123;

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
  Training training(Console console, Base base) {
    mlflow.check();
    Recipe asked = recipe.asked();
    Training training =
        new ImportedBase(base)
            .on(trainingData())
            .recipe(asked)
            .images(images())
            .computing(computing(console))
            .seed(seed)
            .with(augment.asked(seed));
    Optional<SecondPhase> second =
        fineTune.asked(asked.phase().schedule().batch(), recipe.patience());
    if (second.isPresent()) {
      training = training.fineTuneFrom(second.get().boundary(), second.get().phase());
    }
    training = training.calibrate(Calibrate.of(calibrate));
    return folds == 0 ? training : training.folds(folds);
  }

  private TrainingData trainingData() {
    ImageSource source = data.source(split.column());
    TrainingData asked =
        TrainingData.of(data.folder(), source).with(split.split(source, seed, ContentLook.NONE));
    asked = validation == null ? asked : asked.withValidation(validation);
    asked = strict ? asked.strictly() : asked;
    return allowLeak ? asked.allowingLeaks() : asked;
  }

  private ImageForm images() {
    ImageForm form = ImageForm.USUAL.with(Interpolation.of(interpolation));
    form = size == null ? form : form.withSide(size);
    form = preprocessing == null ? form : form.with(Preparation.of(preprocessing));
    form = exif.isAsked() ? form.with(exif.or(Exif.APPLY)) : form;
    return force ? form.forced() : form;
  }

  private Computing computing(Console console) {
    return features.computing(console, features.settings());
  }

  /** How the frozen side of a base that has no name yet runs; a wrong option ends the command. */
  Extraction extraction(Console console) {
    return features.extraction(console);
  }

  /** Where runs go to, which is looked at before the first of them. */
  Path runs() {
    Destination.folder("--runs", runs);
    Leftovers.tidy(runs);
    return runs;
  }

  long seed() {
    return seed;
  }

  /** Reads the folder; the same for every base that is to be trained on it. */
  Dataset dataset(ContentLook look) {
    if (split.share() == 0) {
      requireFixedEpochs();
    }
    ImageSource source = data.source(split.column());
    Dataset dataset = source.open(split.split(source, seed, look));
    if (split.share() == 0) {
      dataset = dataset.learningFromAll();
    } else {
      requireTest(dataset, data.folder(), split.share());
    }
    return dataset.holdingOut(validation == null ? HELD_OUT : validation, seed);
  }

  /** Refuses to learn from all images where some are needed to test with. */
  void requireTested(String command) {
    if (split.share() == 0) {
      throw new InputException(
          "graft " + command + " needs images to test with: --split must be above 0");
    }
  }

  /** Learning from all leaves no images to stop by. */
  private void requireFixedEpochs() {
    if (recipe.patience() > 0 || (validation != null && validation > 0)) {
      throw new InputException(
          "--split 0 learns from all images and holds none out: give --epochs N, such as the best"
              + " epoch of a run that was tested, in place of --early-stopping and --validation");
    }
  }

  /** Refuses data of which nothing is left to test with. */
  static void requireTest(Dataset dataset, Path data, double split) {
    if (dataset.test().isEmpty()) {
      throw new InputException(
          String.format(
              "no image of %s is kept for testing: expected two or more in a class and a --split"
                  + " above 0, not %s",
              data, split));
    }
  }

  /**
   * Looks over the images in short form: tells what to mind, and refuses data whose test part is
   * also learned from.
   */
  void audit(Console console, AuditMemory audits, Dataset dataset, int side) {
    Audit audit = audits.of(Survey.of(dataset), side, exif.or(recipe.asked().exif()));
    AuditLines.leftOut(console, strict ? dataset.leftOut() : audit.leftOut());
    AuditLines.brief(console, audit);
    audit.requireReadable();
    if (!allowLeak) {
      audit.requireNoLeak();
    }
  }

  /** Tells an MLflow server of a run that begins, if that is asked for. */
  void track(Console console, LiveRun live) {
    mlflow.begin(console, live);
  }

  /** Refuses a base that is not on the shelf or does not take images of the size. */
  void require(Shelf shelf, String name, Setting setting) {
    BaseRecord record = shelf.record(name);
    int side = setting.size().orElse(side(record));
    if (!force && side < record.minimumSize()) {
      shelf.load(name).requireSize(side);
    }
  }

  /** What these options ask of {@code base}. */
  TrainRequest request(Base base, Dataset dataset) {
    return request(base, dataset, Setting.NONE);
  }

  /** What these options ask of {@code base} at a point of a grid. */
  TrainRequest request(Base base, Dataset dataset, Setting setting) {
    mlflow.check();
    Recipe asked = recipe.asked();
    int side = setting.size().orElse(side(base.facts()));
    if (!force) {
      base.requireSize(side);
    }
    if (dataset.targets() != null && asked.loss().classWeights() != ClassWeights.NONE) {
      throw new InputException(
          "--class-weights goes with --task classes: elsewhere no image is of one class");
    }
    if (asked.loss().distance() != null && !(dataset.targets() instanceof Numbers)) {
      throw new InputException("--loss goes with --task regression: elsewhere it is cross-entropy");
    }
    TrainRequest request =
        new TrainRequest(
            data.folder(),
            dataset,
            asked,
            fineTune.asked(base, asked.phase().schedule().batch(), recipe.patience()),
            validation(),
            folds,
            augment.asked(seed),
            side,
            Interpolation.of(interpolation),
            preprocessing(base, asked),
            Optional.empty(),
            seed,
            strict);
    return setting.of(
        base,
        request
            .with(exif.or(asked.exif()))
            .with(features.settings())
            .with(Calibrate.of(calibrate)));
  }

  /** Side of the images that these options give to a base, in pixels. */
  int side(BaseRecord base) {
    return size != null ? size : base.nativeSize();
  }

  /** A share only where it is asked for, or needed to stop early. */
  private double validation() {
    double needed = recipe.patience() > 0 ? HELD_OUT : 0;
    return validation == null ? needed : validation;
  }

  private Preprocessing preprocessing(Base base, Recipe asked) {
    if (isFromBase(asked)) {
      return base.facts().defaultPreprocessing();
    }
    return preprocessing == null ? Preprocessing.RAW : Preprocessing.of(preprocessing);
  }

  /** Whether pixels are to be prepared as the base says. */
  private boolean isFromBase(Recipe asked) {
    return preprocessing == null ? asked.cataloguePreprocessing() : preprocessing.equals(CATALOGUE);
  }

  /** A request with the preprocessing that serves best, where the base is asked and knows none. */
  TrainRequest settled(Console console, Base base, TrainRequest request, Setting setting) {
    boolean asked =
        setting.preprocessing().map(CATALOGUE::equals).orElse(isFromBase(request.recipe()));
    return asked && base.facts().preprocessing().isEmpty()
        ? PreprocessingTrial.settled(
            base,
            request,
            extraction(console).of(base.facts().name()),
            line -> console.progress("%s", line))
        : request;
  }
}
