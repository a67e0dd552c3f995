package org.graft.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.graft.card.ImageCard;
import org.graft.card.ModelCard;
import org.graft.card.ModelCards;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.fixture.Formula;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Interpolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Predictions are those of the network that was exported; other files are refused in one line. */
class OnnxModelTest {
  private static final int SIZE = 17;

  @TempDir Path folder;

  private final SameDiffNetwork network = Emitter.inference(SmallNetworks.mobileNet(SIZE));

  @Test
  void predictsWhatTheNetworkComputes() throws IOException {
    List<Path> images = new ArrayList<>();
    for (int i = 0; i < OnnxModel.BATCH + 3; i++) {
      images.add(drawing(i));
    }
    try (OnnxModel model = OnnxModel.open(export(card("nearest").toMetadata()))) {
      List<Prediction> predictions = model.predict(images, 3);

      assertThat(predictions).extracting(Prediction::image).isEqualTo(images);
      for (int i = 0; i < images.size(); i++) {
        assertTop(predictions.get(i).top(), expected(images.get(i)));
      }
    }
  }

  /** Beyond U+FFFF, too, which ONNX Runtime's Java does not hand over as it stands in the file. */
  @Test
  void labelsOfAnyScriptComeBack() throws IOException {
    List<String> labels = List.of("🐶 dog", "𠮷野家", "Äpfel \"q\" \\", "a\tb", "👍🏽\u0000");
    try (OnnxModel model = OnnxModel.open(export(card("nearest", labels).toMetadata()))) {
      assertThat(model.card().labels()).isEqualTo(labels);
    }
  }

  /** Whether it comes as a file, as its bytes, as a stream or as what Java made of it. */
  @Test
  void anImageInMemoryIsPredictedAsItsFile() throws IOException {
    Path image = drawing(1);
    byte[] bytes = Files.readAllBytes(image);
    try (OnnxModel model = OnnxModel.open(export(card("bilinear").toMetadata()))) {
      List<LabelProbability> expected = model.predict(List.of(image), 3).get(0).top();

      assertThat(model.predict(bytes, 3)).isEqualTo(expected);
      assertThat(model.predict(new ByteArrayInputStream(bytes), 3)).isEqualTo(expected);
      for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_4BYTE_ABGR}) {
        BufferedImage decoded = ImageIO.read(image.toFile());
        BufferedImage copy = new BufferedImage(decoded.getWidth(), decoded.getHeight(), type);
        copy.createGraphics().drawImage(decoded, 0, 0, null);
        assertThat(model.predict(copy, 3)).isEqualTo(expected);
      }
      assertThatThrownBy(() -> model.predict(new byte[] {1, 2, 3}, 3))
          .isInstanceOf(MalformedFileException.class);
    }
  }

  @Test
  void closingTwiceIsNoError() throws IOException {
    OnnxModel model = OnnxModel.open(export(card("nearest").toMetadata()));
    model.close();
    model.close();

    assertThatThrownBy(() -> model.predict(List.of(drawing(1)), 1))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertTop(List<LabelProbability> top, float[] expected) {
    float[] sorted = expected.clone();
    Arrays.sort(sorted);
    assertThat(top).hasSize(3);
    for (int k = 0; k < top.size(); k++) {
      int label = top.get(k).label().charAt(0) - 'a';
      assertThat(top.get(k).probability()).isCloseTo(expected[label], near());
      assertThat(top.get(k).probability()).isCloseTo(sorted[sorted.length - 1 - k], near());
    }
  }

  private static Offset<Float> near() {
    return Offset.offset(1e-5f);
  }

  private float[] expected(Path image) {
    float[] pixels =
        Interpolation.NEAREST.resize(ImageDecoder.decode(image, Exif.IGNORE), SIZE, SIZE);
    INDArray array = Nd4j.create(pixels, new long[] {1, SIZE, SIZE, 3}, 'c');
    return network.run(array).toFloatVector();
  }

  @Test
  void roundsHalfUpToBytes() throws IOException {
    float[] between = new float[SIZE * SIZE * 3];
    float[] rounded = new float[between.length];
    for (int i = 0; i < between.length; i++) {
      int level = (int) (255 * Formula.uniform(1, i));
      between[i] = level + (i % 2 == 0 ? 0.5f : 0.25f);
      rounded[i] = level + (i % 2 == 0 ? 1 : 0);
    }
    between[0] = 300;
    rounded[0] = 255;
    between[1] = -3;
    rounded[1] = 0;
    try (OnnxModel model = OnnxModel.open(export(card("bilinear").toMetadata()))) {
      List<float[]> found = model.probabilities(List.of(between, rounded));
      assertThat(found.get(0)).isEqualTo(found.get(1));
      assertThatThrownBy(() -> model.probabilities(List.of(new float[3])))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cardComesBack() throws IOException {
    try (OnnxModel model = OnnxModel.open(export(card("nearest").toMetadata()))) {
      assertThat(model.card()).isEqualTo(card("nearest"));
      assertThat(model.predict(List.of(), 5)).isEmpty();
      assertThat(model.predict(List.of(drawing(1)), 99).get(0).top()).hasSize(5);
    }
  }

  @Test
  void equalsComeInTheOrderOfTheLabels() {
    List<String> labels = List.of("a", "b", "c", "d", "e");
    float[] probabilities = {0.2f, 0.3f, 0.2f, 0.1f, 0.2f};
    assertThat(Prediction.top(labels, probabilities, 3))
        .containsExactly(
            new LabelProbability("b", 0.3f),
            new LabelProbability("a", 0.2f),
            new LabelProbability("c", 0.2f));
    assertThat(Prediction.top(labels, probabilities, 9))
        .extracting(LabelProbability::label)
        .containsExactly("b", "a", "c", "e", "d");
    assertThat(
            Prediction.top(
                labels, new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN}, 2))
        .extracting(LabelProbability::label)
        .containsExactly("a", "b");
  }

  @Test
  void missingFile() {
    assertThatThrownBy(() -> OnnxModel.open(folder.resolve("none.onnx")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void fileThatGraftDidNotMake() throws IOException {
    Path file = export(Map.of());
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("was not made by 'graft export'");
  }

  @Test
  void cardThatContradictsTheGraph() throws IOException {
    Map<String, String> metadata = new HashMap<>(card("nearest").toMetadata());
    metadata.put(ModelCard.LABELS, "[\"only one\"]");
    Path labels = export(metadata);
    assertThatThrownBy(() -> OnnxModel.open(labels))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("1 labels and 5 probabilities");
    metadata.putAll(card("nearest").toMetadata());
    metadata.put(ModelCard.WIDTH, "99");
    Path size = export(metadata);
    assertThatThrownBy(() -> OnnxModel.open(size))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("17x99");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.5, 0.99})
  void truncatedFile(double share) throws IOException {
    Path file = export(card("nearest").toMetadata());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOfAny(MalformedFileException.class, InputException.class)
        .message()
        .startsWith(file.toString())
        .doesNotContain("\n");
  }

  @Test
  void textFile() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.onnx"), "not a model\n");
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOf(MalformedFileException.class)
        .message()
        .doesNotContain("\n");
  }

  private Path export(Map<String, String> metadata) {
    Path file = folder.resolve("model.onnx");
    OnnxOptions options = OnnxOptions.classifier(network, metadata);
    OnnxExport.write(network, file, options, SmallNetworks.images(2, SIZE));
    return file;
  }

  private static ModelCard card(String interpolation) {
    return card(interpolation, List.of("a", "b", "c", "d", "e"));
  }

  private static ModelCard card(String interpolation, List<String> labels) {
    return ModelCards.of(
        labels,
        new ImageCard(SIZE, SIZE, interpolation, "ignore", "tf"),
        "toy",
        Optional.of("run"),
        Optional.empty(),
        OptionalDouble.of(0.5));
  }

  private Path drawing(int index) throws IOException {
    BufferedImage image = new BufferedImage(31, 23, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, (int) (Formula.uniform(index, 31 * y + x) * 0xFFFFFF));
      }
    }
    Path file = folder.resolve(index + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
