package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.graft.base.Base;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CureTest {
  private static final Advice WIDER = Advice.of(new Change.InputSize(ColourBase.SIZE));

  @TempDir Path folder;

  private final Base base = ColourBase.tanh();
  private final List<Trial> trials = new ArrayList<>();

  @Test
  void whatNoTrainingShowsIsAdvisedAsItIs() throws IOException {
    Suspicion cause = Suspicion.beyondTraining(Cause.DATA, null, "because", "look at it");
    Cure cure = Cure.of(cause, lab(request(Recipe.SEED)), trials);
    assertThat(cure.advice()).isEqualTo(Advice.of("look at it"));
    assertThat(cure.remedy()).isEmpty();
    assertThat(trials).isEmpty();
  }

  @Test
  void anotherRecipeThanSeedIsNotExchanged() throws IOException {
    TrainRequest request = request(Recipe.SAFE);
    Cure cure = Cure.of(suspicion(Cause.INPUT_SIZE, request), lab(request), trials);
    assertThat(cure.advice()).isEqualTo(WIDER);
    assertThat(trials).isEmpty();
  }

  @Test
  void theSafeRecipeIsTriedWithTheOneChangeAndTakenWhereItDoesBetter() throws IOException {
    TrainRequest request = request(Recipe.SEED);
    Suspicion cause = suspicion(Cause.INPUT_SIZE, request);
    Lab lab = lab(request);
    Cure cure = Cure.of(cause, lab, trials);
    assertThat(trials).hasSize(1);
    assertThat(trials.get(0).cause()).isEqualTo(Cause.INPUT_SIZE);
    assertThat(trials.get(0).remedy())
        .isEqualTo("Training.size(8) Training.recipe(safe) Training.preparation(tf)");
    boolean better = trials.get(0).score() > Lab.score(lab.tried(cause.remedy().orElseThrow()));
    assertThat(cure.advice().text()).isEqualTo(better ? trials.get(0).remedy() : WIDER.text());
    assertThat(cure.remedy().orElseThrow().request().recipe())
        .isEqualTo(better ? Recipe.SAFE : Recipe.SEED);
  }

  @Test
  void otherChangesAreLeftToTheSafeRecipe() throws IOException {
    TrainRequest request = request(Recipe.SEED);
    Cure.of(suspicion(Cause.LEARNING_RATE, request), lab(request), trials);
    assertThat(trials.get(0).remedy()).isEqualTo("Training.recipe(safe) Training.preparation(tf)");
  }

  private Suspicion suspicion(Cause cause, TrainRequest request) {
    return Suspicion.of(cause, "because", WIDER, base, request);
  }

  private Lab lab(TrainRequest request) {
    return Labs.of(base, request);
  }

  /** Two classes that differ in red. */
  private TrainRequest request(Recipe recipe) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<LabelledImage> train = new ArrayList<>();
    List<LabelledImage> test = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      (i < 8 ? train : test).add(Labs.painted(folder.resolve(i + ".png"), i % 2, random));
    }
    return Labs.request(new Dataset(List.of("dark", "red"), train, test), recipe);
  }
}
