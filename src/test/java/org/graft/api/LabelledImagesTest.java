package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.BytesWritable;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.datavec.image.recordreader.ImageRecordReader;
import org.graft.failure.GraftException;
import org.graft.failure.InputException;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.ImageSource;
import org.graft.image.LabelledImage;
import org.graft.image.Role;
import org.graft.image.Split;
import org.graft.image.SplitBy;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Images that are no folder train what the folder trains. */
class LabelledImagesTest {
  private static final int SIZE = 32;

  @TempDir static Path folder;

  private static TrainedModel expected;
  private static ImportedBase base;

  @BeforeAll
  static void drawAndTrain() throws IOException {
    for (String label : List.of("cat", "dog")) {
      for (int i = 0; i < 8; i++) {
        draw(folder.resolve("train").resolve(label).resolve(i + ".png"), 10 * i + label.hashCode());
        draw(
            folder.resolve("test").resolve(label).resolve(i + ".png"),
            1000 + 7 * i + label.hashCode());
      }
    }
    base = Graft.importKeras(Path.of("data/networks/demo_vgg.h5"));
    expected = base.on(folder).size(SIZE).epochs(3).train();
  }

  /** How an image of the folder comes. */
  private interface Adding {
    void add(LabelledImages images, Path file, String label) throws IOException;
  }

  @Test
  void filesBytesStreamsAndPicturesTrainWhatTheFolderTrains() throws IOException {
    List<Adding> ways =
        List.of(
            (images, file, label) -> images.add(file, label),
            (images, file, label) -> images.add(Files.readAllBytes(file), label),
            (images, file, label) -> {
              try (InputStream in = Files.newInputStream(file)) {
                images.add(in, label);
              }
            },
            (images, file, label) -> images.add(ImageIO.read(file.toFile()), label));
    for (Adding way : ways) {
      try (LabelledImages images = gathered(way)) {
        requireSame(images);
      }
    }
  }

  @Test
  void labelsFileTrainsWhatTheFolderTrains() throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,label,split"));
    for (Path file : files()) {
      Path path = folder.relativize(file);
      lines.add(path + "," + path.getName(1) + "," + path.getName(0));
    }
    Path table = Files.write(folder.resolve("labels.csv"), lines);

    requireSame(ImageSource.labelsFile(table, folder));
  }

  @Test
  void readersOfImagesTrainWhatTheFolderTrains() throws IOException {
    try (LabelledImages images = new LabelledImages()) {
      for (Role role : List.of(Role.TRAIN, Role.TEST)) {
        ImageRecordReader reader =
            new ImageRecordReader(SIZE, SIZE, 3, new ParentPathLabelGenerator());
        reader.initialize(new FileSplit(folder.resolve(role.toString()).toFile()));
        images.as(role).addAll(reader);
      }
      List<LabelledImage> train = images.open(Split.withSeed(1)).train();
      assertThat(train.stream().map(image -> rgb(image.file())))
          .containsExactlyInAnyOrderElementsOf(
              files().stream()
                  .filter(file -> file.startsWith(folder.resolve("train")))
                  .map(LabelledImagesTest::rgb)
                  .toList());
      TrainedModel model = base.on(images).size(SIZE).epochs(3).train();
      assertThat(model.evaluation().images()).isEqualTo(16);
      assertThat(model.run().record().labels()).containsExactly("cat", "dog");
    }
  }

  @Test
  void recordsAreArraysBytesOrPaths() throws IOException {
    Path file = files().get(0);
    List<List<Writable>> records =
        List.of(
            List.of(new Text(file.toString()), new Text("path")),
            List.of(new BytesWritable(Files.readAllBytes(file)), new Text("bytes")),
            List.of(
                new NDArrayWritable(Nd4j.valueArrayOf(new int[] {1, 1, 4, 5}, 7f)),
                new Text("grey")),
            List.of(
                new NDArrayWritable(
                    Nd4j.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
                        .reshape(1, 2, 2, 3)),
                new IntWritable(3)));
    try (LabelledImages images = new LabelledImages().addAll(reader(records))) {
      List<LabelledImage> train = images.open(new Split(SplitBy.FILE, 0, 1)).train();
      assertThat(images.open(Split.withSeed(1)).labels())
          .containsExactly("3", "bytes", "grey", "path");
      assertThat(rgb(train.get(0).file())).startsWith(3, 2, 1, 6, 5, 4);
      assertThat(rgb(train.get(1).file())).isEqualTo(rgb(file)).isEqualTo(rgb(train.get(3).file()));
      assertThat(rgb(train.get(2).file())).hasSize(60).containsOnly((byte) 7);
    }
  }

  @Test
  void recordsOfAnotherKindAreRefused() {
    refuses("has 1 values", List.of(new Text("a.jpg")));
    refuses("begins with a DoubleWritable", List.of(new DoubleWritable(1), new Text("x")));
    refuses(
        "has the value 300.0: expected levels 0..255",
        List.of(
            new NDArrayWritable(Nd4j.valueArrayOf(new int[] {1, 3, 2, 2}, 300f)), new Text("x")));
    refuses(
        "expected [1, channels, height, width]",
        List.of(new NDArrayWritable(Nd4j.zeros(1, 5, 2, 2)), new Text("x")));
    refuses("there is no image file none.jpg", List.of(new Text("none.jpg"), new Text("x")));
  }

  @Test
  void whatIsAddedIsChecked() throws IOException {
    Path file = files().get(0);
    Path kept;
    try (LabelledImages images = new LabelledImages()) {
      images.add(file, "cat");
      assertThatThrownBy(() -> images.add(file, "dog")).hasMessageContaining("is added twice");
      assertThatThrownBy(() -> images.add(files().get(1), " "))
          .hasMessageContaining("a label is blank");
      assertThatThrownBy(() -> base.on(images).train())
          .isInstanceOf(GraftException.class)
          .hasMessageContaining("only one label to learn, 'cat'");
      images.add(Files.readAllBytes(file), "dog");
      kept = images.open(Split.withSeed(1)).train().get(1).file();
    }
    assertThat(kept).doesNotExist();
    assertThat(file).exists();
  }

  private static void requireSame(ImageSource images) {
    TrainedModel model = base.on(images).size(SIZE).epochs(3).train();
    Map<String, Map<String, Tensor>> weights = model.run().model().weights().byLayer();
    expected
        .run()
        .model()
        .weights()
        .byLayer()
        .forEach(
            (layer, arrays) ->
                arrays.forEach(
                    (name, array) ->
                        assertThat(weights.get(layer).get(name).values())
                            .isEqualTo(array.values())));
    assertThat(model.evaluation().probabilities().values())
        .isEqualTo(expected.evaluation().probabilities().values());
    assertThat(model.evaluate(images).probabilities().values())
        .isEqualTo(expected.evaluate(folder).probabilities().values());
  }

  private static LabelledImages gathered(Adding way) throws IOException {
    LabelledImages images = new LabelledImages();
    for (Path file : files()) {
      Path path = folder.relativize(file);
      images.as(path.startsWith("train") ? Role.TRAIN : Role.TEST);
      way.add(images, file, path.getName(1).toString());
    }
    return images;
  }

  private static void refuses(String problem, List<Writable> record) {
    try (LabelledImages images = new LabelledImages()) {
      assertThatThrownBy(() -> images.addAll(reader(List.of(record))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(problem)
          .hasMessageNotContaining("\n");
    }
  }

  private static RecordReader reader(List<List<Writable>> records) {
    return new CollectionRecordReader(records);
  }

  private static byte[] rgb(Path file) {
    return ImageDecoder.decode(file, Exif.IGNORE).rgb();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".png")).sorted().toList();
    }
  }

  private static void draw(Path file, int seed) throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int i = 0; i < SIZE * SIZE; i++) {
      image.setRGB(i % SIZE, i / SIZE, random.nextInt());
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
