package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.graft.plan.Preprocessing;
import org.junit.jupiter.api.Test;

class AdviceTest {
  @Test
  void changesAreToldInTheirOrderAndKept() {
    Advice size = Advice.of(new Change.InputSize(75));
    Advice both = size.and(new Change.ByRecipe("safe"), new Change.PreparedAs(Preprocessing.TF));
    assertThat(both.text())
        .isEqualTo("Training.size(75) Training.recipe(safe) Training.preparation(tf)");
    assertThat(both.changes())
        .containsExactly(
            new Change.InputSize(75),
            new Change.ByRecipe("safe"),
            new Change.PreparedAs(Preprocessing.TF));
    assertThat(size.text()).isEqualTo("Training.size(75)");
  }

  @Test
  void aSentenceChangesNothing() {
    assertThat(Advice.of("look at the folders").changes()).isEmpty();
    assertThat(Advice.of().text()).isEmpty();
  }
}
