package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Images that are held between two uses. */
class DecodedImagesTest {
  private static final Path ONE = Path.of("data/logos/train/Alvero/001.jpg");
  private static final Path OTHER = Path.of("data/logos/train/Brimsol/001.jpg");
  private static final Resize FORM = Resize.square(24, Interpolation.BILINEAR, Exif.APPLY);

  @Test
  void whatIsHeldIsWhatReadingGives() {
    DecodedImages decoded = new DecodedImages(1 << 20);
    decoded.expect(FORM);
    assertThat(decoded.hasAny(FORM)).isFalse();
    offer(decoded, ONE, ONE);
    assertThat(decoded.hasAny(FORM)).isTrue();
    float[] read = new Reading(FORM, true, s -> {}).read(new LabelledImage(ONE, 0));
    assertThat(decoded.get(digest(ONE), FORM))
        .hasValueSatisfying(v -> assertThat(v).isEqualTo(read));
    assertThat(decoded.get(digest(OTHER), FORM)).isEmpty();
    assertThat(decoded.get(null, FORM)).isEmpty();
  }

  @Test
  void anotherFormIsNotGivenAndNotHeld() {
    DecodedImages decoded = new DecodedImages(1 << 20);
    offer(decoded, ONE, ONE);
    assertThat(decoded.hasAny(FORM)).isFalse();
    decoded.expect(FORM.withExif(Exif.IGNORE));
    offer(decoded, ONE, ONE);
    assertThat(decoded.hasAny(FORM.withExif(Exif.IGNORE))).isFalse();
    decoded.expect(FORM);
    offer(decoded, ONE, ONE);
    Resize larger = Resize.square(25, Interpolation.BILINEAR, Exif.APPLY);
    assertThat(decoded.get(digest(ONE), larger)).isEmpty();
    decoded.expect(larger);
    assertThat(decoded.hasAny(FORM)).isFalse();
    assertThat(decoded.hasAny(larger)).isFalse();
  }

  @Test
  void noMoreIsHeldThanThereIsRoomFor() {
    DecodedImages decoded = new DecodedImages(FORM.values() + 5);
    decoded.expect(FORM);
    offer(decoded, ONE, ONE);
    offer(decoded, OTHER, OTHER);
    assertThat(decoded.get(digest(ONE), FORM)).isPresent();
    assertThat(decoded.get(digest(OTHER), FORM)).isEmpty();
    decoded.clear();
    decoded.expect(FORM);
    offer(decoded, OTHER, OTHER);
    assertThat(decoded.get(digest(OTHER), FORM)).isPresent();
  }

  /** Held under the digest of one are the pixels of another, which reading would not give. */
  @Test
  void batchesTakeWhatIsHeld() {
    DecodedImages decoded = new DecodedImages(1 << 20);
    decoded.expect(FORM);
    offer(decoded, ONE, OTHER);
    List<LabelledImage> images = LabelledImage.unlabelled(List.of(ONE, OTHER));
    Reading reading = new Reading(FORM, true, s -> {});
    try (ImageBatches batches =
        reading.batches(images, 2, place -> decoded.get(digest(images.get(place).file()), FORM))) {
      float[] other = reading.read(images.get(1));
      float[] both = new float[2 * other.length];
      System.arraycopy(other, 0, both, 0, other.length);
      System.arraycopy(other, 0, both, other.length, other.length);
      assertThat(batches.next().pixels()).isEqualTo(both);
    }
  }

  private static void offer(DecodedImages decoded, Path file, Path shown) {
    FileContent content = new FileContent(ImageDecoder.read(file));
    decoded.offer(content, Exif.APPLY, ImageDecoder.decode(shown, Exif.APPLY));
  }

  private static String digest(Path file) {
    return Optional.ofNullable(
            ImageDigests.of(
                    LabelledImage.unlabelled(List.of(file)),
                    new Reading(FORM, true, s -> {}),
                    KnownDigests.NONE)
                .get(0))
        .orElseThrow();
  }
}
