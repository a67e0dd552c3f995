package org.graft.export.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a file of lower precision costs on the test images. */
class AgreementTest {
  @Test
  void countsImagesThatAreAnsweredAlike() {
    float[] before = {.7f, .3f, .6f, .4f, .2f, .8f, .9f, .1f};
    float[] after = {.6f, .4f, .45f, .55f, .2f, .8f, .9f, .1f};
    Agreement agreement =
        Agreement.of(answers(before, .75, 0, 0, 1, 0), answers(after, .5, 0, 1, 1, 0));
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
    assertThatThrownBy(() -> Agreement.of(answers(new float[2], 1, 0), answers(new float[4], 1, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Agreement.Answers answers(float[] outputs, double score, Integer... classes) {
    return new Agreement.Answers(Stream.of(classes).map(List::of).toList(), outputs, score);
  }
}
