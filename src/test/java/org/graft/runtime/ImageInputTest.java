package org.graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.junit.jupiter.api.Test;

/** What a file takes, and images in its order of axes. */
class ImageInputTest {
  private static final ImageInput FIRST =
      new ImageInput("image", PixelType.UINT8, Layout.NCHW, 1, 2, 3);
  private static final ImageInput LAST =
      new ImageInput("image", PixelType.UINT8, Layout.NHWC, 1, 2, 3);

  /** Two images of two cells with three channels each. */
  private static final float[] IMAGES = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};

  @Test
  void channelsGoBeforeRowsAndColumnsWhereTheFileHasThemSo() {
    assertThat(FIRST.ordered(IMAGES, 2)).containsExactly(1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16);
    assertThat(LAST.ordered(IMAGES, 2)).isSameAs(IMAGES);
  }

  @Test
  void shapesOfBatchesHaveTheFilesOrder() {
    assertThat(FIRST.shape(7, 1, 2)).containsExactly(7, 3, 1, 2);
    assertThat(LAST.shape(7, 1, 2)).containsExactly(7, 1, 2, 3);
  }

  @Test
  void aSideThatIsOpenTakesAll() {
    ImageInput wide = new ImageInput("image", PixelType.UINT8, Layout.NHWC, 1, ImageInput.ANY, 3);
    assertThat(LAST.takes(1, 2)).isTrue();
    assertThat(LAST.takes(2, 2)).isFalse();
    assertThat(LAST.takes(1, 3)).isFalse();
    assertThat(wide.takes(1, 999)).isTrue();
    assertThat(wide.takes(2, 999)).isFalse();
  }
}
