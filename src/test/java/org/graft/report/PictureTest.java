package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
  @TempDir Path folder;

  @Test
  void anImageIsShownWithWhatItIsForWhoDoesNotSeeIt() throws IOException {
    Path file = folder.resolve("a&b.png");
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    assertThat(html(file))
        .containsSubsequence(
            "<img src=\"data:image/jpeg;base64,",
            "alt=\"own\"",
            "<b>said</b><span>first</span><span>second</span><small>a&amp;b.png</small>")
        .doesNotContain("gone", folder.toString());
  }

  @Test
  void anImageThatIsGoneLeavesItsPlaceAndItsWords() {
    assertThat(html(folder.resolve("c.png")))
        .contains("image is gone", "<b>said</b><span>first</span>", "<small>c.png</small>")
        .doesNotContain("<img");
  }

  private static String html(Path file) {
    Html html = new Html();
    Picture.write(html, file, "own", "said", "first", "second");
    return html.toString();
  }
}
