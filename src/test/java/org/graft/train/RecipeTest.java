package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.graft.head.HeadStyle;
import org.graft.head.Initializer;
import org.graft.head.LayeredHead;
import org.junit.jupiter.api.Test;

/** What becomes of a recipe's loss under another head. */
class RecipeTest {
  @Test
  void aLogisticHeadIsThePlainRegression() {
    assertThat(Recipe.SAFE.loss().labelSmoothing()).isEqualTo(0.1);
    assertThat(Recipe.SAFE.withHead(LayeredHead.LOGISTIC).loss()).isEqualTo(Loss.PLAIN);
    Recipe weighted =
        Recipe.SAFE.withLoss(new Loss(0.1, ClassWeights.AUTO)).withHead(LayeredHead.LOGISTIC);
    assertThat(weighted.loss()).isEqualTo(new Loss(0, ClassWeights.AUTO));
  }

  @Test
  void anyOtherKeepsTheRecipesLoss() {
    HeadStyle dense = new LayeredHead(128, 0, true, Initializer.GLOROT_UNIFORM);
    assertThat(Recipe.SAFE.withHead(dense).loss()).isEqualTo(Recipe.SAFE.loss());
  }
}
