package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.graft.storage.Digests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests that are kept, of files that change and of memories that are damaged. */
class KnownDigestsTest {
  private static final FileDigest OTHER = new FileDigest("ab".repeat(32), Orientation.HALF_TURN);

  @TempDir private Path home;

  private Path folder;
  private Path image;

  @BeforeEach
  void writeImage() throws IOException {
    folder = home.resolve("digests");
    image = Files.writeString(home.resolve("image.jpg"), "an image");
  }

  @Test
  void whatIsKnownIsNotRead() throws IOException {
    plant(image);
    assertThat(later().of(image)).isEqualTo(OTHER);
    assertThat(later().isNew(image)).isFalse();
    assertThat(later().isNew(home.resolve("other.jpg"))).isTrue();
    assertThat(ImageDigests.of(LabelledImage.unlabelled(List.of(image)), later()))
        .containsExactly(OTHER.sha256());
    assertThat(OTHER.of(Exif.APPLY))
        .isEqualTo(Digests.ofText(OTHER.sha256() + "/turned HALF_TURN"));
  }

  @Test
  void whatWasFoundOutIsKeptForTheNextProcess() throws IOException {
    KnownDigests first = later();
    FileDigest found = first.of(image);
    assertThat(found.sha256()).isEqualTo(Digests.sha256(image));
    first.keep();
    KnownDigests second = later();
    Path another = Files.writeString(home.resolve("another.jpg"), "another");
    second.of(another);
    second.keep();
    DigestTable table = DigestTable.open(folder.resolve("known"));
    assertThat(table.count()).isEqualTo(2);
    assertThat(table.find(PathKey.of(image)).orElseThrow().digest()).isEqualTo(found);
    assertThat(later().bytes()).isEqualTo(16 + 2 * 80);
    assertThat(later().clear()).isEqualTo(16 + 2 * 80);
    assertThat(later().isNew(image)).isTrue();
  }

  @Test
  void aFileThatChangesIsReadAgain() throws IOException {
    FileTime before = Files.getLastModifiedTime(image);
    plant(image);
    Files.writeString(image, "an ImAge");
    Files.setLastModifiedTime(image, before);
    assertThat(later().of(image).sha256()).isEqualTo(Digests.sha256(image));
    plant(image);
    Files.setLastModifiedTime(image, FileTime.from(before.toInstant().plusNanos(1000)));
    assertThat(later().of(image).sha256()).isEqualTo(Digests.sha256(image));
  }

  /** It could change again within the same tick of a file system's clock. */
  @Test
  void aFileThatHasJustChangedIsNotKept() throws IOException {
    Instant written = Files.getLastModifiedTime(image).toInstant();
    for (int seconds : new int[] {0, 1, 2, 4}) {
      KnownDigests known = at(written.plusSeconds(seconds));
      known.of(image);
      known.keep();
      assertThat(at(written).isNew(image)).isEqualTo(seconds < 4);
    }
  }

  @Test
  void aDamagedMemoryNeverGivesAWrongDigest() throws IOException {
    KnownDigests first = later();
    List<Path> images = images(20);
    for (Path each : images) {
      first.of(each);
    }
    first.keep();
    Path file = folder.resolve("known");
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      assertRight(
          i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : damaged, images);
    }
    assertRight("path,size,sha256\n".repeat(20).getBytes(StandardCharsets.UTF_8), images);
    assertRight(new byte[0], images);
  }

  private void assertRight(byte[] memory, List<Path> images) throws IOException {
    Files.write(folder.resolve("known"), memory);
    KnownDigests known = later();
    for (Path each : images) {
      assertThat(known.of(each).sha256()).isEqualTo(Digests.sha256(each));
    }
    known.keep();
    assertThat(DigestTable.open(folder.resolve("known")).count()).isLessThanOrEqualTo(20);
  }

  @Test
  void whatCannotBeKeptIsReadAgain() throws IOException {
    Path file = Files.writeString(home.resolve("in the way"), "");
    KnownDigests known = KnownDigests.in(file.resolve("digests"), clock(hour()));
    assertThat(known.of(image).sha256()).isEqualTo(Digests.sha256(image));
    known.keep();
    assertThat(known.bytes()).isZero();
    assertThat(KnownDigests.NONE.isNew(image)).isFalse();
    assertThat(KnownDigests.NONE.of(image).sha256()).isEqualTo(Digests.sha256(image));
  }

  private List<Path> images(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.writeString(home.resolve(i + ".png"), "image " + i);
    }
    try (Stream<Path> all = Files.list(home)) {
      return all.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  /** Keeps a digest that is not the image's. */
  private void plant(Path file) throws IOException {
    TreeMap<PathKey, DigestTable.Entry> one = new TreeMap<>();
    one.put(PathKey.of(file), new DigestTable.Entry(FileState.of(file), OTHER));
    Files.createDirectories(folder);
    DigestTable.open(folder.resolve("known")).write(folder.resolve("known"), one);
  }

  private KnownDigests later() {
    return at(hour());
  }

  private static Instant hour() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  private KnownDigests at(Instant now) {
    return KnownDigests.in(folder, clock(now));
  }

  private static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
