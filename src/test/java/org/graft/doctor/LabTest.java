package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.plan.Preprocessing;
import org.graft.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTest {
  @TempDir Path folder;

  @Test
  void aTrainingIsDoneOnce() throws IOException {
    Lab lab = lab(24, 6);
    Lab.Result first = lab.own();
    assertThat(first.run()).isPresent();
    assertThat(lab.train(lab.base(), lab.request())).isSameAs(first);
    assertThat(lab.train(lab.base(), lab.request().withSeed(9))).isNotSameAs(first);
    assertThat(lab.probe(Preprocessing.TF)).isSameAs(lab.probe(Preprocessing.TF));
  }

  @Test
  void ofFourImagesOfAClassToLearnFromOneIsHeldOutAndNoneToTestWithIsLookedAt() throws IOException {
    Lab lab = lab(48, 6);
    Dataset own = lab.request().data();
    Dataset parted = lab.heldOut().request().data();
    assertThat(parted.test()).isSubsetOf(own.train()).hasSize(12);
    assertThat(parted.test()).extracting(LabelledImage::label).containsOnly(0, 1, 2);
    assertThat(parted.train()).hasSize(36).doesNotContainAnyElementsOf(parted.test());
    assertThat(lab.heldOut()).isSameAs(lab.heldOut());
  }

  @Test
  void whereNoClassHasTwoImagesNoneIsHeldOut() throws IOException {
    Lab lab = lab(3, 3);
    assertThat(lab.heldOut()).isSameAs(lab);
  }

  @Test
  void preprocessingsAreComparedOnTwelveImagesOfAClassAtMost() throws IOException {
    Lab lab = lab(60, 3);
    List<Path> files = lab.sample(lab.base(), Preprocessing.TF).files();
    assertThat(files).hasSize(36).doesNotHaveDuplicates();
    assertThat(lab.features().files()).hasSize(60);
  }

  /** A network that gives NaN takes every image for the first class, as Keras' does. */
  @Test
  void aTrainingThatDivergesHasNoRunAndTheFirstClassForAll() throws IOException {
    Recipe wild = Recipe.SEED.withSchedule(Recipe.SEED.phase().schedule().withLearningRate(1e30));
    Lab lab = Labs.of(ColourBase.large(), Labs.request(Labs.reds(folder, 24, 6), wild));
    assertThat(lab.own().run()).isEmpty();
    assertThat(lab.own().evaluation().accuracy()).isEqualTo(1.0 / 3);
  }

  private Lab lab(int train, int test) throws IOException {
    return Labs.of(ColourBase.tanh(), Labs.request(Labs.reds(folder, train, test), Recipe.SEED));
  }
}
