package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBatchesTest {
  private static final Resize RESIZE = new Resize(5, 7, Interpolation.BILINEAR);

  @TempDir Path folder;

  private final List<LabelledImage> readable = new ArrayList<>();

  @BeforeEach
  void listImages() {
    for (int repeat = 0; repeat < 3; repeat++) {
      for (Path file : Goldens.DECODE.images()) {
        readable.add(new LabelledImage(file, readable.size()));
      }
    }
  }

  @Test
  void equalDecodingOneByOneInOrder() {
    try (ImageBatches batches = new Reading(RESIZE, true, skipped -> {}).batches(readable, 8)) {
      assertAllRead(batches, readable, 8);
    }
  }

  @Test
  void mayBeLargerThanTheList() {
    try (ImageBatches batches = new Reading(RESIZE, true, skipped -> {}).batches(readable, 1000)) {
      assertAllRead(batches, readable, 1000);
    }
  }

  @Test
  void fillUpWithTheNextReadableImages() throws IOException {
    List<LabelledImage> broken = List.of(broken("1.jpg"), broken("2.jpg"), broken("3.jpg"));
    List<LabelledImage> mixed = new ArrayList<>(readable);
    mixed.add(0, broken.get(0));
    mixed.add(9, broken.get(1));
    mixed.add(broken.get(2));
    List<SkippedImage> skipped = new ArrayList<>();

    try (ImageBatches batches = new Reading(RESIZE, false, skipped::add).batches(mixed, 8)) {
      assertAllRead(batches, readable, 8);
    }

    assertThat(skipped.stream().map(SkippedImage::file))
        .isEqualTo(broken.stream().map(LabelledImage::file).toList());
    assertThat(skipped.get(0).reason())
        .isEqualTo(broken.get(0).file() + ": cannot be decoded: the file is empty");
  }

  @Test
  void areNoneWhenNoImageIsReadable() throws IOException {
    List<SkippedImage> skipped = new ArrayList<>();

    try (ImageBatches batches =
        new Reading(RESIZE, false, skipped::add).batches(List.of(broken("1.jpg")), 8)) {
      assertThat(batches.hasNext()).isFalse();
    }

    assertThat(skipped).hasSize(1);
  }

  @Test
  void endWithTheFirstUnreadableImageWhenStrict() throws IOException {
    List<LabelledImage> mixed = new ArrayList<>(readable);
    mixed.add(10, broken("first.jpg"));
    mixed.add(11, broken("second.jpg"));

    try (ImageBatches batches = new Reading(RESIZE, true, skipped -> {}).batches(mixed, 8)) {
      assertThat(batches.next().size()).isEqualTo(8);
      assertThatThrownBy(batches::next)
          .isInstanceOf(MalformedFileException.class)
          .hasMessage(folder.resolve("first.jpg") + ": cannot be decoded: the file is empty");
      assertThat(batches.hasNext()).isFalse();
    }
  }

  @Test
  void readTwoBatchesAheadAndNoMore() throws IOException, InterruptedException {
    List<LabelledImage> copies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      copies.add(new LabelledImage(folder.resolve(i + ".png"), i));
      Files.copy(Goldens.RESIZE.file("rgb.png"), copies.get(i).file());
    }
    List<Integer> labels = new ArrayList<>();

    try (ImageBatches batches =
        new Reading(RESIZE, false, skipped -> assertThat(labels).hasSize(6)).batches(copies, 2)) {
      batches.next();
      Thread.sleep(500);
      for (LabelledImage image : copies) {
        Files.delete(image.file());
      }
      labels.addAll(List.of(0, 1));
      batches.forEachRemaining(batch -> Arrays.stream(batch.labels()).forEach(labels::add));
    }

    assertThat(labels).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void endWhenClosed() {
    ImageBatches batches = new Reading(RESIZE, true, skipped -> {}).batches(readable, 2);
    batches.next();
    batches.close();

    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void leaveNoThreadsBehind() throws InterruptedException {
    try (ImageBatches batches = new Reading(RESIZE, true, skipped -> {}).batches(readable, 2)) {
      batches.next();
      assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
    }

    for (Thread thread : threads().toList()) {
      thread.join(5000);
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void holdAtLeastOneImage() {
    assertThatThrownBy(() -> new Reading(RESIZE, true, skipped -> {}).batches(readable, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private LabelledImage broken(String name) throws IOException {
    return new LabelledImage(Files.createFile(folder.resolve(name)), 0);
  }

  private static Stream<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("graft-image") && t.isAlive());
  }

  private static float[] resized(Path file) {
    return RESIZE.apply(ImageDecoder.decode(file, Exif.IGNORE));
  }

  private static void assertAllRead(
      ImageBatches batches, List<LabelledImage> expected, int batchSize) {
    int read = 0;
    while (batches.hasNext()) {
      ImageBatch batch = batches.next();
      assertThat(batch.size()).isEqualTo(Math.min(batchSize, expected.size() - read));
      assertThat(batch.pixels()).hasSize(batch.size() * RESIZE.values());
      for (int i = 0; i < batch.size(); i++) {
        LabelledImage image = expected.get(read + i);
        assertThat(batch.files().get(i)).isEqualTo(image.file());
        assertThat(batch.labels()[i]).isEqualTo(image.label());
        assertThat(pixels(batch, i)).isEqualTo(resized(image.file()));
      }
      read += batch.size();
    }
    assertThat(read).isEqualTo(expected.size());
  }

  private static float[] pixels(ImageBatch batch, int index) {
    int values = RESIZE.values();
    return Arrays.copyOfRange(batch.pixels(), index * values, (index + 1) * values);
  }
}
