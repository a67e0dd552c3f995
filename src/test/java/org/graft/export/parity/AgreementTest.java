package org.graft.export.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.graft.export.parity.Agreement.Answers;
import org.junit.jupiter.api.Test;

/** What a file of lower precision costs on the test images. */
class AgreementTest {
  @Test
  void tellsHowFarTwoModelsAgree() {
    float[] before = {.7f, .3f, .6f, .4f, .2f, .8f, .9f, .1f};
    float[] after = {.6f, .4f, .45f, .55f, .2f, .8f, .9f, .1f};
    Agreement agreement = Agreement.of(3, new Answers(4, before, .75), new Answers(4, after, .5));
    assertThat(agreement.images()).isEqualTo(4);
    assertThat(agreement.same()).isEqualTo(3);
    assertThat(agreement.share()).isEqualTo(.75);
    assertThat(agreement.maxAbsDifference()).isCloseTo(.15, within(1e-6));
    assertThat(agreement.accuracyBefore()).isEqualTo(.75);
    assertThat(agreement.accuracyAfter()).isEqualTo(.5);
  }

  @Test
  void fewerRightAnswersAreTold() {
    assertThat(new Agreement(1000, 999, .1, .900, .899).isCostly()).isTrue();
    assertThat(new Agreement(1000, 1000, .1, .9, .9).isCostly()).isFalse();
  }

  @Test
  void manyOtherAnswersAreToldThoughAsManyAreRight() {
    assertThat(new Agreement(200, 198, .1, .9, .9).isCostly()).isFalse();
    assertThat(new Agreement(200, 197, .1, .9, .9).isCostly()).isTrue();
  }

  @Test
  void otherImagesCannotBeCompared() {
    assertThatThrownBy(
            () -> Agreement.of(1, new Answers(1, new float[2], 1), new Answers(1, new float[4], 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
