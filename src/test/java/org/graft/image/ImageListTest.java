package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageListTest {
  private static final List<LabelledImage> IMAGES =
      List.of(
          new LabelledImage(Path.of("b", "2.png"), 1),
          new LabelledImage(Path.of("a", "1.png"), 0),
          new LabelledImage(Path.of("b", "1.png"), 1));

  @Test
  void imagesComeOutAsTheyWentIn() {
    ImageList held = ImageList.copyOf(IMAGES);
    assertThat(held).isEqualTo(IMAGES);
    assertThat(held.files())
        .containsExactly(Path.of("b", "2.png"), Path.of("a", "1.png"), Path.of("b", "1.png"));
    assertThat(ImageList.copyOf(held)).isSameAs(held);
  }

  @Test
  void imagesOfNoKnownClassAreAllLabelled0() {
    List<Path> files = List.of(Path.of("x.png"), Path.of("y.png"));
    assertThat(LabelledImage.unlabelled(files))
        .containsExactly(new LabelledImage(files.get(0), 0), new LabelledImage(files.get(1), 0));
  }
}
