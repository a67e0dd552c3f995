package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.graft.cli.CommandRun;
import org.graft.cli.DemoData;
import org.graft.fixture.GeneratedSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of grey images as a base: pictures of either kind go in, and the card says so. */
class OneChannelTest {
  @TempDir Path home;

  private CommandRun run(Object... arguments) {
    return CommandRun.of(home, arguments).succeeded();
  }

  /** Stripes, in colour or in the grey that Pillow and TensorFlow make of that colour. */
  private Path picture(String name, int type) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        int red = 16 * x;
        int green = 255 - 16 * y;
        int grey = (int) Math.round(0.299 * red + 0.587 * green + 0.114 * 40);
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
          image.getRaster().setSample(x, y, 0, grey);
        } else {
          image.setRGB(x, y, red << 16 | green << 8 | 40);
        }
      }
    }
    Path file = home.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static double top(JsonNode answer) {
    return answer.path("images").path(0).path("top").path(0).path("probability").asDouble();
  }

  @Test
  void greyAndColouredPicturesGoInAndTheCardSaysThatTheyBecomeGrey() throws IOException {
    Path network = GeneratedSample.file(GeneratedSample.unpack(home), "grey");
    CommandRun imported = run("import", "--keras", network, "--name", "grey");
    assertThat(imported.out()).contains("a network of grey images: layer grey makes them");
    Path data = DemoData.copyTo(home.resolve("data"));
    Path runs = home.resolve("runs");
    JsonNode trained =
        run(
                "train",
                "--base",
                "grey",
                "--data",
                data,
                "--size",
                16,
                "--recipe",
                "seed",
                "--epochs",
                2,
                "--runs",
                runs,
                "--json")
            .json();
    Path bundle = home.resolve("bundle");
    run("export", "--run", trained.path("run").asText(), "--bundle", bundle);
    assertThat(Files.readString(bundle.resolve("README.md")))
        .contains("prepared as raw, then grey");

    Path grey = picture("grey.png", BufferedImage.TYPE_BYTE_GRAY);
    Path coloured = picture("coloured.png", BufferedImage.TYPE_INT_RGB);
    Path model = bundle.resolve("model.onnx");
    double ofGrey = top(run("predict", "--model", model, grey, "--json").json());
    double ofColoured = top(run("predict", "--model", model, coloured, "--json").json());
    assertThat(ofGrey).isCloseTo(ofColoured, within(0.01));
    assertThat(top(run("predict", "--run", trained.path("run").asText(), grey, "--json").json()))
        .isCloseTo(ofGrey, within(1e-4));
  }
}
