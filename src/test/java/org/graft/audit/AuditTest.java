package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.graft.audit.Finding.Kind;
import org.graft.audit.Finding.Severity;
import org.graft.failure.InputException;
import org.graft.fixture.TurnedPictures;
import org.graft.image.Exif;
import org.graft.image.FolderRules;
import org.graft.image.ImageSource;
import org.graft.image.LeftOut;
import org.graft.image.Split;
import org.graft.image.SplitBy;
import org.graft.image.Survey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault, planted alone into a sound folder, is found under its name, and nothing else is. */
class AuditTest {
  @TempDir private Path data;

  /** Two classes, six images to learn from and two to test with in each, all of them different. */
  @BeforeEach
  void drawSoundFolder() {
    for (int i = 0; i < 6; i++) {
      Pictures.save(data.resolve("train/apple/" + i + ".png"), Pictures.drawn(i));
      Pictures.save(data.resolve("train/pear/" + i + ".png"), Pictures.drawn(100 + i));
    }
    for (int i = 0; i < 2; i++) {
      Pictures.save(data.resolve("test/apple/" + i + ".png"), Pictures.drawn(200 + i));
      Pictures.save(data.resolve("test/pear/" + i + ".png"), Pictures.drawn(300 + i));
    }
  }

  @Test
  void soundFolderGivesNoFinding() {
    Audit audit = audit();
    assertThat(audit.findings()).isEmpty();
    assertThat(List.of(audit.train(), audit.test(), audit.classes())).containsExactly(12, 4, 2);
    audit.requireNoLeak();
  }

  @Test
  void sameFileInTrainAndTestIsALeak() {
    Path copy = Pictures.save(data.resolve("test/apple/copy.png"), Pictures.drawn(3));
    Audit audit = audit();
    assertThat(audit.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.LEAK));
    assertThat(audit.findings().get(0).files()).contains(copy, data.resolve("train/apple/3.png"));
    assertThat(audit.atLeast(Severity.STOP)).hasSize(1);
    assertThatThrownBy(audit::requireNoLeak)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("copy.png")
        .hasMessageContaining("TrainingData.allowingLeaks()");
  }

  @Test
  void samePixelsInAnotherFileFormatAreALeakToo() {
    Pictures.save(data.resolve("test/apple/copy.bmp"), Pictures.bytes(Pictures.drawn(3), "bmp"));
    assertThat(audit().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.message()).endsWith("have the same pixels"))
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.LEAK));
  }

  @ParameterizedTest
  @CsvSource({"120, jpg", "70, jpg", "300, png"})
  void samePictureSmallerLargerOrCompressedIsNear(int side, String format) {
    BufferedImage image = Pictures.scaled(Pictures.drawn(3), side);
    Pictures.save(data.resolve("test/apple/near." + format), image);
    Pictures.save(data.resolve("train/pear/near." + format), image);
    assertThat(audit().findings().stream().map(Finding::kind))
        .containsExactly(Kind.LEAK, Kind.NEAR_LEAK, Kind.TWO_CLASSES, Kind.TWO_CLASSES);
  }

  @Test
  void samePictureWithinAClassIsANote() {
    Pictures.save(data.resolve("train/apple/again.png"), Pictures.drawn(3));
    Pictures.save(data.resolve("train/pear/near.jpg"), Pictures.scaled(Pictures.drawn(104), 90));
    Audit audit = audit();
    assertThat(audit.findings().stream().map(Finding::kind))
        .containsExactly(Kind.DUPLICATE, Kind.NEAR_DUPLICATE);
    assertThat(audit.atLeast(Severity.WARNING)).isEmpty();
  }

  @Test
  void samePictureInTwoClassesContradictsItself() {
    Pictures.save(data.resolve("train/pear/apple.png"), Pictures.drawn(3));
    assertThat(audit().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.TWO_CLASSES));
  }

  @Test
  void signsTellClassesApartAndSeparatorsDoNot() {
    List<String> apart = List.of("C", "C++", "C#", "\uD83D\uDC4D", "\uD83D\uDC4E", "a&b", "a+b");
    for (int i = 0; i < apart.size(); i++) {
      Pictures.save(data.resolve("train/" + apart.get(i) + "/1.png"), Pictures.drawn(200 + i));
      Pictures.save(data.resolve("test/" + apart.get(i) + "/1.png"), Pictures.drawn(300 + i));
    }
    assertThat(audit().findings()).noneMatch(f -> f.kind() == Kind.CLASS_NAME);

    Pictures.save(data.resolve("train/new york/1.png"), Pictures.drawn(400));
    Pictures.save(data.resolve("train/New-York/1.png"), Pictures.drawn(401));
    assertThat(audit().findings())
        .filteredOn(f -> f.kind() == Kind.CLASS_NAME)
        .singleElement()
        .satisfies(
            f -> assertThat(f.message()).contains("'New-York' and 'new york' seem one class"));
  }

  @Test
  void manyCopiesAreOneFindingAndAllAreListedWhereTheyLeak() {
    for (int i = 0; i < 4; i++) {
      Pictures.save(data.resolve("train/apple/copy" + i + ".png"), Pictures.drawn(3));
      Pictures.save(data.resolve("test/pear/copy" + i + ".png"), Pictures.drawn(102));
    }
    Pictures.save(data.resolve("test/apple/copy.png"), Pictures.drawn(3));
    for (int i = 0; i < 6; i++) {
      BufferedImage near = Pictures.scaled(Pictures.drawn(5), 90 + i);
      Pictures.save(data.resolve("train/apple/near" + i + ".png"), near);
    }

    Audit audit = audit();

    assertThat(audit.findings())
        .extracting(f -> f.kind() + " " + f.count() + " " + f.message())
        .containsExactly(
            "leak 6 6 pictures are the same file, 5 to learn from and 1 to test with",
            "leak 5 5 pictures are the same file, 1 to learn from and 4 to test with",
            "near-duplicate 7 7 pictures show nearly the same, 7 to learn from and 0 to test with");
    assertThat(audit.findings().get(0).files().subList(0, 2))
        .containsExactly(data.resolve("train/apple/3.png"), data.resolve("test/apple/copy.png"));
    assertThatThrownBy(audit::requireNoLeak)
        .hasMessageStartingWith("2 pictures are both in train and in test: ")
        .hasMessageContaining("test/apple/copy.png and 4 more; ")
        .hasMessageContaining("test/pear/copy0.png and 3 more: take");
  }

  @Test
  void findingsSayWhetherTheyCountImagesWhateverAClassIsCalled() {
    Finding few = new Finding(Kind.FEW_IMAGES, "3M has 2 images to learn from", List.of());
    List<Path> two = List.of(Path.of("1.png"), Path.of("2.png"));
    assertThat(few.countsImages()).isFalse();
    assertThat(new Finding(Kind.GREY, "2 images without colour", two).countsImages()).isTrue();
    assertThat(new Finding(Kind.DUPLICATE, "1 and 2 are the same", two).countsImages()).isFalse();
    assertThat(new Finding(Kind.LEAK, "5 pictures", 5, two).countsImages()).isTrue();
  }

  @Test
  void whatIsKeptIsBounded() {
    Finding large =
        new Finding(
            Kind.GREY, "many", IntStream.range(0, 500).mapToObj(i -> Path.of("" + i)).toList());
    Audit audit =
        new Audit(
            1,
            1,
            1,
            List.of(),
            64,
            LeftOut.NOTHING,
            new TreeMap<>(Map.of(Kind.GREY, 5000)),
            Collections.nCopies(5000, large));

    Audit kept = audit.shortened();

    assertThat(kept.count(Kind.GREY)).isEqualTo(5000);
    assertThat(kept.findings()).hasSize(1000);
    assertThat(kept.findings().get(0).files()).hasSize(100);
    assertThat(kept.findings().get(0).count()).isEqualTo(500);
  }

  @Test
  void unreadableFilesAreNamedWithTheReason() {
    Pictures.save(
        data.resolve("train/pear/broken.jpg"), "no picture".getBytes(StandardCharsets.UTF_8));
    assertThat(audit().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.UNREADABLE))
        .satisfies(f -> assertThat(f.message()).contains("broken.jpg: cannot be decoded"));
  }

  @Test
  void formsOfImagesAreCounted() {
    Pictures.save(
        data.resolve("train/pear/tiny.png"), Pictures.drawn(50, 12, BufferedImage.TYPE_INT_RGB));
    Pictures.save(
        data.resolve("train/pear/grey.png"), Pictures.drawn(51, 90, BufferedImage.TYPE_BYTE_GRAY));
    Pictures.save(
        data.resolve("train/pear/alpha.png"), Pictures.drawn(52, 90, BufferedImage.TYPE_INT_ARGB));
    Pictures.save(data.resolve("train/pear/turned.jpg"), turned(Pictures.drawn(53), 6));
    Pictures.save(data.resolve("train/pear/upright.jpg"), turned(Pictures.drawn(54), 1));
    Pictures.save(
        data.resolve("train/pear/plain.png"),
        new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB));
    Pictures.save(data.resolve("train/pear/small.png"), dot());
    Survey survey = ImageSource.folder(data, FolderRules.USUAL).survey(Split.withSeed(1));
    assertThat(Audit.of(survey, 64, new Looks(Exif.IGNORE)).findings())
        .extracting(f -> f.kind() + " " + f.files().get(0).getFileName())
        .containsExactly(
            "tiny tiny.png",
            "plain plain.png",
            "orientation turned.jpg",
            "small-content small.png",
            "alpha alpha.png",
            "grey grey.png");
  }

  @Test
  void picturesThatAreTurnedUprightAreHeldAgainstOthersUpright() {
    BufferedImage picture = Pictures.drawn(60);
    Pictures.save(data.resolve("train/pear/turned.png"), TurnedPictures.png(picture));
    Pictures.save(data.resolve("train/pear/upright.png"), picture);
    Survey survey = ImageSource.folder(data, FolderRules.USUAL).survey(Split.withSeed(1));

    assertThat(Audit.of(survey, 64, new Looks(Exif.APPLY)).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.DUPLICATE));
    assertThat(Audit.of(survey, 64, new Looks(Exif.IGNORE)).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.ORIENTATION));
  }

  @Test
  void contentIsMeasuredAtTheSizeAskedFor() {
    Pictures.save(data.resolve("train/pear/small.png"), dot());
    assertThat(
            Audit.of(
                    ImageSource.folder(data, FolderRules.USUAL).survey(Split.withSeed(1)),
                    400,
                    new Looks(Exif.APPLY))
                .findings())
        .isEmpty();
  }

  @Test
  void sizeAtWhichHalfOfThePicturesVanishIsTold() {
    assertThat(
            Audit.of(
                    ImageSource.folder(data, FolderRules.USUAL).survey(Split.withSeed(1)),
                    16,
                    new Looks(Exif.APPLY))
                .findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.LITTLE_CONTENT, Kind.SMALL_CONTENT);
  }

  @ParameterizedTest
  @CsvSource({"aple, CLASS_NAME", "Apple, CLASS_NAME", "appel, CLASS_NAME", "plum, CLASS_MISSING"})
  void classOfTheTestPartAloneIsToldWithTheNameItMayHaveMeant(String name, Kind kind) {
    Pictures.save(data.resolve("test").resolve(name).resolve("1.png"), Pictures.drawn(60));
    assertThat(audit().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(kind))
        .satisfies(f -> assertThat(f.message()).contains(name));
  }

  @Test
  void unevenAndSmallClassesAreTold() {
    for (int i = 0; i < 2; i++) {
      Pictures.save(data.resolve("train/plum/" + i + ".png"), Pictures.drawn(70 + i));
      Pictures.save(data.resolve("train/pear/more" + i + ".png"), Pictures.drawn(80 + i));
    }
    assertThat(audit().findings().stream().map(Finding::kind))
        .containsExactly(Kind.CLASS_MISSING, Kind.IMBALANCE, Kind.FEW_IMAGES);
  }

  @Test
  void folderPerClassIsPartedBeforeItIsLookedAt() {
    Path flat = data.resolve("train");
    Audit audit =
        Audit.of(
            ImageSource.folder(flat, FolderRules.USUAL).survey(new Split(SplitBy.FILE, 0.5, 1)),
            64,
            new Looks(Exif.APPLY));
    assertThat(List.of(audit.train(), audit.test(), audit.classes())).containsExactly(6, 6, 2);
  }

  @Test
  void classWithoutAReadableImageIsRefusedAsAnEmptyOneIs() {
    byte[] noPicture = "no picture".getBytes(StandardCharsets.UTF_8);
    Pictures.save(data.resolve("train/fish/a.jpg"), noPicture);
    Pictures.save(data.resolve("train/fish/b.jpg"), noPicture);

    Audit audit = audit();

    assertThat(audit.unlearnable()).containsExactly("fish");
    assertThat(audit.train()).isEqualTo(12);
    assertThat(audit.leftOut().counts()).containsExactly(Map.entry("unreadable", 2));
    assertThatThrownBy(audit::requireReadable)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "no image to train on can be read of class 'fish' (2 left out: 2 unreadable): add some"
                + " or remove the folder");
  }

  private Audit audit() {
    return Audit.of(
        ImageSource.folder(data, FolderRules.USUAL).survey(Split.withSeed(1)),
        64,
        new Looks(Exif.APPLY));
  }

  /** A square of 12 px on a ground of 120. */
  private static BufferedImage dot() {
    BufferedImage image = new BufferedImage(120, 120, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.CYAN);
    g.fillRect(40, 60, 12, 12);
    g.dispose();
    return image;
  }

  /** A JPEG with an EXIF segment of one entry, the orientation. */
  private static byte[] turned(BufferedImage image, int orientation) {
    byte[] jpeg = Pictures.bytes(image, "jpg");
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.writeBytes(exif);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
