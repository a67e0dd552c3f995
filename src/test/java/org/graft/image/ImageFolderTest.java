package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.graft.failure.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFolderTest {
  private static final FolderRules USUAL = FolderRules.USUAL;
  private static final Split SPLIT = Split.withSeed(1);

  @TempDir Path dir;

  @Test
  void readsTrainAndTest() throws IOException {
    files("train/dog/b.jpg", "train/dog/a.PNG", "train/cat/c.gif", "train/emu/x.bmp");
    files("test/dog/e.JPEG", "test/cat/d.Jpg");

    Dataset dataset = open(dir, SPLIT);

    assertThat(dataset.labels()).containsExactly("cat", "dog", "emu");
    assertThat(dataset.train())
        .containsExactly(
            image("train/cat/c.gif", 0),
            image("train/dog/a.PNG", 1),
            image("train/dog/b.jpg", 1),
            image("train/emu/x.bmp", 2));
    assertThat(dataset.test())
        .containsExactly(image("test/cat/d.Jpg", 0), image("test/dog/e.JPEG", 1));
  }

  @Test
  void partsAFolderOfClasses() throws IOException {
    for (int i = 0; i < 10; i++) {
      files("cat/" + i + ".jpg", "dog/" + i + ".jpg", "dog/more" + i + ".jpg");
    }

    Dataset dataset = open(dir, SPLIT);

    assertThat(dataset.labels()).containsExactly("cat", "dog");
    assertThat(dataset.test().stream().map(LabelledImage::label)).containsExactly(0, 0, 1, 1, 1, 1);
    assertThat(dataset.train()).hasSize(24).doesNotContainAnyElementsOf(dataset.test());
    assertThat(dataset.train().stream().map(i -> i.label() + i.file().toString())).isSorted();
  }

  @Test
  void passesOverHiddenOnesAndOtherFiles() throws IOException {
    files("cat/a.jpg", "cat/.hidden.jpg", "cat/notes.txt", "cat/jpg", "cat/.thumbs/a.jpg");
    files("dog/a.jpg", ".git/a.jpg", "readme.md", "loose.jpg");

    Dataset dataset = open(dir, new Split(SplitBy.FILE, 0, 1));

    assertThat(dataset.train()).containsExactly(image("cat/a.jpg", 0), image("dog/a.jpg", 1));
    assertThat(dataset.test()).isEmpty();
  }

  @Test
  void takesAnyName() throws IOException {
    files("a b%20#?/' 100% +&.jpg", "b/a.b.jpg");

    assertThat(open(dir, SPLIT).train())
        .containsExactly(image("a b%20#?/' 100% +&.jpg", 0), image("b/a.b.jpg", 1));
  }

  @Test
  void takesNamesBeyondAscii() throws IOException {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
    assumeThat(names.newEncoder().canEncode("ü犬")).isTrue();
    files("ü/ü.jpg", "犬/いぬ.jpg");

    assertThat(open(dir, SPLIT).train()).containsExactly(image("ü/ü.jpg", 0), image("犬/いぬ.jpg", 1));
  }

  @Test
  void readsARelativeFolder() throws IOException {
    files("cat/a.jpg", "dog/a.jpg");
    Path relative = Path.of("").toAbsolutePath().relativize(dir);

    assertThat(new ImageFolder(relative, USUAL).openTest(List.of("cat", "dog")).test())
        .containsExactly(
            new LabelledImage(relative.resolve("cat/a.jpg"), 0),
            new LabelledImage(relative.resolve("dog/a.jpg"), 1));
  }

  @Test
  void followsLinksWithinTheFolderOnly(@TempDir Path elsewhere) throws IOException {
    files("cat/a.jpg", "dog/a.jpg");
    Path secret = Files.createFile(elsewhere.resolve("secret.jpg"));
    Files.createSymbolicLink(dir.resolve("cat/out.jpg"), secret);
    Files.createSymbolicLink(dir.resolve("emu"), elsewhere);
    Files.createSymbolicLink(dir.resolve("cat/in.jpg"), dir.resolve("dog/a.jpg"));
    Files.createSymbolicLink(dir.resolve("cat/broken.jpg"), dir.resolve("nowhere"));

    assertThat(open(dir, new Split(SplitBy.FILE, 0, 1)).train())
        .containsExactly(image("cat/a.jpg", 0), image("cat/in.jpg", 0), image("dog/a.jpg", 1));
  }

  @Test
  void isFoundThroughALink(@TempDir Path elsewhere) throws IOException {
    files("cat/a.jpg", "dog/a.jpg");
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), dir);

    assertThat(open(link, SPLIT).train()).hasSize(2);
  }

  @Test
  void refusesAMissingFolder() {
    Path missing = dir.resolve("missing");

    assertMistake(() -> open(missing, SPLIT), "there is no folder " + missing);
  }

  @Test
  void refusesAFile() throws IOException {
    files("a.jpg");

    assertMistake(
        () -> open(dir.resolve("a.jpg"), SPLIT),
        dir.resolve("a.jpg") + " is a file: expected a folder with a folder per class");
  }

  @Test
  void refusesAnEmptyFolder() {
    assertMistake(() -> open(dir, SPLIT), noImages(dir, "no folders"));
  }

  @Test
  void refusesImagesWithoutClassFolders() throws IOException {
    files("a.jpg", "b.jpg");

    assertMistake(() -> open(dir, SPLIT), noImages(dir, "no folders and 2 images beside them"));
  }

  @Test
  void refusesFoldersWithoutImages() throws IOException {
    files("cat/a.avif", "dog/a.txt");

    assertMistake(
        () -> open(dir, SPLIT), noImages(dir, "the folders cat, dog; 2 left out: 1 .avif, 1 .txt"));
  }

  @Test
  void tellsOfLinksWhenImagesAreMissing(@TempDir Path elsewhere) throws IOException {
    files("cat/a.jpg");
    Files.createDirectory(dir.resolve("dog"));
    Path secret = Files.createFile(elsewhere.resolve("secret.jpg"));
    Files.createSymbolicLink(dir.resolve("dog/out.jpg"), secret);

    assertMistake(
        () -> open(dir, SPLIT),
        "no images to train on in "
            + dir.resolve("dog")
            + ", class 'dog': expected jpg, png, gif, bmp, tif or webp files; 1 left out: 1 links"
            + " out of the folder; FolderRules.followLinks() follows the links; add some or remove the"
            + " folder");
  }

  @Test
  void refusesOneClass() throws IOException {
    files("train/cat/a.jpg", "test/cat/b.jpg");

    assertMistake(
        () -> open(dir, SPLIT),
        "only one class in "
            + dir.resolve("train")
            + ", 'cat': expected a folder for each of at least two classes");
  }

  @Test
  void refusesAClassWithoutTrainImages() throws IOException {
    files("train/cat/a.jpg", "train/dog/a.txt", "test/cat/b.jpg", "test/dog/b.jpg");

    assertMistake(
        () -> open(dir, SPLIT),
        "no images to train on in "
            + dir.resolve("train/dog")
            + ", class 'dog': expected jpg, png, gif, bmp, tif or webp files; 1 left out: 1 .txt; add some"
            + " or remove the folder");
  }

  @Test
  void refusesATestClassThatTrainLacks() throws IOException {
    files("train/cat/a.jpg", "train/dog/a.jpg", "test/cat/b.jpg", "test/emu/b.jpg");

    assertMistake(
        () -> open(dir, SPLIT),
        dir.resolve("test")
            + " holds the unknown class 'emu': expected only the classes trained on, cat, dog;"
            + " rename or remove the folder");
  }

  @Test
  void refusesTrainWithoutTestAndTestWithoutTrain() throws IOException {
    files("train/cat/a.jpg", "train/dog/a.jpg");
    assertMistake(
        () -> open(dir, SPLIT),
        dir
            + " has train/ but no test/: expected both, or one folder per class, a share of which"
            + " is kept for testing");

    Files.move(dir.resolve("train"), dir.resolve("test"));
    assertMistake(
        () -> open(dir, SPLIT),
        dir
            + " has test/ but no train/: expected both, or one folder per class, a share of which"
            + " is kept for testing");
  }

  @Test
  void refusesAnEmptyTestFolder() throws IOException {
    files("train/cat/a.jpg", "train/dog/a.jpg", "test/cat/notes.txt");

    assertMistake(
        () -> open(dir, SPLIT),
        noImages(dir.resolve("test"), "the folders cat; 1 left out: 1 .txt"));
  }

  @Test
  void refusesImagesOneLevelTooDeep() throws IOException {
    files("cat/a.jpg", "dog/2024/a.jpg", "dog/b.jpg");

    assertMistake(
        () -> open(dir, SPLIT),
        dir.resolve("dog/2024")
            + " holds images one level too deep: expected the images of class 'dog' directly in "
            + dir.resolve("dog")
            + "; FolderRules.labels(path), parent or top says what nested classes are called");
  }

  @Test
  void countsWhatIsNotTaken(@TempDir Path elsewhere) throws IOException {
    files("train/cat/a.jpg", "train/dog/a.jfif", "test/cat/b.jpe", "test/dog/b.dib");
    files("train/cat/a.avif", "train/cat/b.avif", "train/dog/a.heic", "test/dog/notes.TXT");
    files(
        "train/loose.jpg", "loose.png", "extra/x/a.jpg", "train/cat/.hidden.jpg", "cat", ".git/a");
    files("__MACOSX/train/cat/._a.jpg", "runs/1/run.json", "runs/1/a.jpg", "runs/2/training.json");
    Files.createSymbolicLink(
        dir.resolve("train/cat/out.jpg"), Files.createFile(elsewhere.resolve("o")));
    Files.createSymbolicLink(dir.resolve("train/broken.jpg"), dir.resolve("nowhere"));
    Files.createSymbolicLink(dir.resolve("train/round"), dir);

    Dataset dataset = open(dir, SPLIT);

    assertThat(dataset.train())
        .containsExactly(image("train/cat/a.jpg", 0), image("train/dog/a.jfif", 1));
    assertThat(dataset.test())
        .containsExactly(image("test/cat/b.jpe", 0), image("test/dog/b.dib", 1));
    Map<String, Integer> expected =
        Map.ofEntries(
            Map.entry(".avif", 2),
            Map.entry(".heic", 1),
            Map.entry(".txt", 1),
            Map.entry("hidden", 2),
            Map.entry("without an extension of an image", 1),
            Map.entry("folders of a system's own", 1),
            Map.entry("folders that Graft wrote", 2),
            Map.entry("images beside the folders of classes", 2),
            Map.entry("images in folders beside the parts", 1),
            Map.entry("links out of the folder", 1),
            Map.entry("links that lead nowhere", 1),
            Map.entry("links that go round or on", 1));
    assertThat(dataset.leftOut().counts()).isEqualTo(expected);
    assertThat(dataset.leftOut().andUnreadable(3).toString())
        .startsWith("19 left out: 3 unreadable, 2 .avif, ");
    assertThat(new ImageFolder(dir, USUAL).survey(SPLIT).leftOut()).isEqualTo(dataset.leftOut());
    assertThat(new ImageFolder(dir, USUAL).openTest(dataset.labels()).leftOut())
        .isEqualTo(dataset.leftOut());
  }

  @Test
  void takesEveryExtensionThatImagesHave() throws IOException {
    files("cat/a.webp", "cat/b.tif", "cat/c.TIFF", "cat/d.jfif", "cat/e.jpe", "cat/f.jif");
    files("dog/a.png", "dog/b.gif", "dog/c.bmp", "dog/d.dib", "dog/e.jpeg", "dog/f.JPG");

    Dataset dataset = open(dir, new Split(SplitBy.FILE, 0, 1));

    assertThat(dataset.train()).hasSize(12);
    assertThat(dataset.leftOut().isEmpty()).isTrue();
  }

  @Test
  void passesOverRunsBesideClasses() throws IOException {
    files("cat/a.jpg", "dog/a.jpg", "runs/1/run.json", "runs/1/x/a.jpg", "out/doctor.json");
    files("bundle/model.onnx", "bundle/README.md", "bundle/a.jpg");

    assertThat(open(dir, SPLIT).labels()).containsExactly("cat", "dog");
  }

  @ParameterizedTest
  @CsvSource({"train, val, test", "Training, Validation, Testing", "TRAIN, valid, Test"})
  void holdsOutAFolderForValidation(String train, String validation, String test)
      throws IOException {
    files(
        train + "/cat/a.jpg", train + "/dog/a.jpg", validation + "/dog/v.jpg", test + "/cat/t.jpg");

    Dataset dataset = open(dir, SPLIT);

    assertThat(dataset.train()).hasSize(2);
    assertThat(dataset.validation()).containsExactly(image(validation + "/dog/v.jpg", 1));
    assertThat(dataset.test()).containsExactly(image(test + "/cat/t.jpg", 0));
    assertThat(new ImageFolder(dir, USUAL).survey(SPLIT).train().get("dog")).hasSize(2);
  }

  @Test
  void partsTrainWhereThereIsValidationAndNoTest() throws IOException {
    for (int i = 0; i < 10; i++) {
      files("train/cat/" + i + ".jpg", "train/dog/" + i + ".jpg", "val/dog/v" + i + ".jpg");
    }

    Dataset dataset = open(dir, SPLIT);

    assertThat(dataset.train()).hasSize(16);
    assertThat(dataset.validation()).hasSize(10);
    assertThat(dataset.test()).hasSize(4);
  }

  @Test
  void refusesTwoFoldersForTheSame() throws IOException {
    files(
        "train/cat/a.jpg", "train/dog/a.jpg", "val/cat/a.jpg", "valid/cat/a.jpg", "test/cat/b.jpg");

    assertMistake(
        () -> open(dir, SPLIT),
        dir.resolve("val")
            + " and "
            + dir.resolve("valid")
            + " are both for the same: expected one of them; rename or join them");
  }

  @Test
  void passesThroughAFolderThatHoldsAll() throws IOException {
    files(
        "photos/2024/train/cat/a.jpg", "photos/2024/train/dog/a.jpg", "photos/2024/test/cat/b.jpg");

    assertThat(open(dir, SPLIT).labels()).containsExactly("cat", "dog");
  }

  @Test
  void takesAClassCalledTrain() throws IOException {
    files("bus/a.jpg", "car/a.jpg", "train/a.jpg");

    assertThat(open(dir, SPLIT).labels()).containsExactly("bus", "car", "train");
  }

  @Test
  void callsNestedClassesAsAsked() throws IOException {
    files("animal/cat/a.jpg", "animal/dog/a.jpg", "thing/cat/a.jpg", "thing/b.jpg");
    Split none = new Split(SplitBy.FILE, 0, 1);

    assertThat(new ImageFolder(dir, new FolderRules(LabelsFrom.PATH, false)).open(none).labels())
        .containsExactly("animal/cat", "animal/dog", "thing", "thing/cat");
    assertThat(new ImageFolder(dir, new FolderRules(LabelsFrom.TOP, false)).open(none).train())
        .containsExactly(
            image("animal/cat/a.jpg", 0),
            image("animal/dog/a.jpg", 0),
            image("thing/b.jpg", 1),
            image("thing/cat/a.jpg", 1));
    assertThat(new ImageFolder(dir, new FolderRules(LabelsFrom.PARENT, false)).open(none).train())
        .containsExactly(
            image("animal/cat/a.jpg", 0),
            image("thing/cat/a.jpg", 0),
            image("animal/dog/a.jpg", 1),
            image("thing/b.jpg", 2));
    assertThatThrownBy(() -> LabelsFrom.of("file")).isInstanceOf(InputException.class);
  }

  @Test
  void takesNamesInEitherFormOfUnicodeForTheSame() throws IOException {
    String composed = "\u00c4pfel";
    String apart = "A\u0308pfel";
    files("train/" + composed + "/a.jpg", "train/x/a.jpg", "test/" + apart + "/b.jpg");

    Dataset dataset = open(dir, SPLIT);

    assertThat(dataset.labels()).containsExactly("x", composed);
    assertThat(dataset.test()).containsExactly(image("test/" + apart + "/b.jpg", 1));
  }

  @Test
  void followsLinksThatLeadOutWhenAsked(@TempDir Path elsewhere) throws IOException {
    files("cat/a.jpg");
    Files.createFile(elsewhere.resolve("b.jpg"));
    Files.createSymbolicLink(elsewhere.resolve("again"), elsewhere);
    Files.createSymbolicLink(dir.resolve("dog"), elsewhere);

    assertThat(new ImageFolder(dir, new FolderRules(LabelsFrom.FOLDER, true)).open(SPLIT).train())
        .containsExactly(image("cat/a.jpg", 0), image("dog/b.jpg", 1));
  }

  @Test
  void opensTheTestPartWithTheClassifiersLabels() throws IOException {
    files("train/cat/a.jpg", "test/dog/b.jpg", "test/cat/c.jpg");

    assertThat(new ImageFolder(dir, USUAL).openTest(List.of("dog", "cat", "emu")).test())
        .containsExactly(image("test/dog/b.jpg", 0), image("test/cat/c.jpg", 1));
  }

  @Test
  void opensClassFoldersForTesting() throws IOException {
    files("dog/b.jpg");

    assertThat(new ImageFolder(dir, USUAL).openTest(List.of("cat", "dog")).test())
        .containsExactly(image("dog/b.jpg", 1));
  }

  @Test
  void refusesUnknownClassesAndListsTheKnown() throws IOException {
    files("dog/b.jpg");
    List<String> many = IntStream.range(0, 30).mapToObj(i -> "c" + i).toList();

    assertMistake(
        () -> new ImageFolder(dir, USUAL).openTest(List.of("cat")).test(),
        dir
            + " holds the unknown class 'dog': expected only the classes trained on, cat; rename"
            + " or remove the folder");
    assertThatThrownBy(() -> new ImageFolder(dir, USUAL).openTest(many).test())
        .hasMessageContaining("c0, c1, ")
        .hasMessageContaining(", c19, ... (30 in all)");
  }

  @Test
  void labelsAreWithinTheDataset() {
    List<LabelledImage> outside = List.of(new LabelledImage(dir, 2));

    assertThatThrownBy(() -> new Dataset(List.of("a", "b"), outside, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private LabelledImage image(String file, int label) {
    return new LabelledImage(dir.resolve(file), label);
  }

  private static Dataset open(Path folder, Split split) {
    return new ImageFolder(folder, USUAL).open(split);
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = dir.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private static String noImages(Path folder, String found) {
    return "no images in the folders of "
        + folder
        + ": expected a folder per class with jpg, png, gif, bmp, tif or webp files, found "
        + found;
  }

  private static void assertMistake(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InputException.class).hasMessage(message);
  }
}
