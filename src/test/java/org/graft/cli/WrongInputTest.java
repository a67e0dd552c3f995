package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong input: one line that says what, where and the way out, exit code 2, nothing written. */
class WrongInputTest {
  private static final String SAVED_MODEL = "src/test/resources/fixtures/tensorflow/keras_export";

  @TempDir Path home;

  private Path data;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
    Files.writeString(home.resolve("text.h5"), "no network at all");
    byte[] whole = Files.readAllBytes(DemoData.VGG);
    Files.write(home.resolve("cut.h5"), Arrays.copyOf(whole, whole.length / 2));
    Files.createDirectories(home.resolve("empty"));
    Files.createDirectories(home.resolve("one/only"));
    Files.copy(data.resolve("test/Alvero/001.jpg"), home.resolve("one/only/a.jpg"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import --keras HOME/none.h5 | no such file: HOME/none.h5",
        "import --keras HOME/empty | HOME/empty is a folder; give the file that Keras saved",
        "import --keras HOME/text.h5 | HOME/text.h5: a text; neither HDF5",
        "import --keras HOME/cut.h5 | HOME/cut.h5: a damaged or truncated HDF5 file",
        "import | give one of --keras FILE and --tensorflow PATH",
        "import --keras NET --tensorflow SAVED | give one of --keras FILE and --tensorflow PATH",
        "import --keras NET --signature serve | --signature belongs to --tensorflow",
        "import --keras SAVED | is a SavedModel folder; import it with graft import --tensorflow",
        "import --keras SAVED/saved_model.pb | import its folder with graft import --tensorflow FOLDER",
        "import --keras SAVED/../frozen_v1.pb | give it with graft import --tensorflow",
        "import --tensorflow NET | is a file that Keras saved; import it with --keras",
        "import --tensorflow HOME/none | no such file or folder: HOME/none",
        "import --tensorflow HOME/empty | HOME/empty is no SavedModel: it has no saved_model.pb",
        "import --tensorflow SAVED --signature sreve | there is no signature 'sreve'",
        "import --tensorflow SAVED --architecture vgg16 | is not vgg16: its first layers",
        "import --tensorflow SAVED --architecture vgg61 | there is no architecture 'vgg61'",
        "import --tensorflow SAVED --architecture a.json | a TensorFlow graph describes itself",
        "import --tensorflow SAVED --cut poool | there is no layer 'poool'; did you mean pool",
        "import --keras NET --cut block4_pol | there is no layer 'block4_pol'; did you mean block4_pool",
        "import --keras NET --architecture vgg61 | there is no architecture 'vgg61'; did you mean",
        "import --keras NET --architecture vgg16 | fit no known architecture; nearest are vgg16",
        "import --keras NET --name ../up | '../up' cannot name a base",
        "import --keras NET --preprocessing cafe | there is no preprocessing 'cafe'",
        "layers --base demo_vg | there is no base 'demo_vg' on the shelf HOME/bases; did you mean demo_vgg?",
        "layers --base demo_vgg --fine-tune-from block5 | demo_vgg has no layer or block 'block5'; did you mean block1",
        "layers --base demo_vgg --fine-tune-from 11 | of 11 layers 11 cannot stay frozen; fine-tune from 0 to 10",
        "train --base demo_vgg --data HOME/nowhere | there is no folder HOME/nowhere",
        "train --base demo_vgg --data HOME/empty | no images in the folders of HOME/empty",
        "train --base demo_vgg --data HOME/one | only one class in HOME/one, 'only'",
        "train --base demo_vgg --data HOME/data --size 8 | takes images of at least 16 px, not 8: the map of layer block4_pool in block4 would be empty",
        "train --base demo_vgg --data HOME/data --recipe sage | there is no recipe 'sage'",
        "train --base demo_vgg --data HOME/data --interpolation cubic | there is no interpolation 'cubic'",
        "train --base demo_vgg --data HOME/data --engine tpu | there is no engine 'tpu': expected auto, onednn, onnxruntime or samediff",
        "train --base demo_vgg --data HOME/data --precision int4 | there is no precision 'int4': expected float32 or bfloat16",
        "train --base demo_vgg --data HOME/data --engine samediff --precision bfloat16 | --engine samediff computes in float32 alone, not in bfloat16; --engine onednn does",
        "train --base demo_vgg --data HOME/data --cache-limit lots | 'lots' is no size for the cache; expected a number of bytes such as 500m or 20g",
        "features --base demo_vgg --data HOME/data --size 8 | takes images of at least 16 px, not 8",
        "cache tidy | graft cache cannot 'tidy': list, clear or verify",
        "train --base demo_vgg --data HOME/data --preprocessing x | there is no preprocessing 'x'",
        "train --base demo_vgg --data HOME/data --split 1.5 | the test share is 1.5",
        "compare --bases demo_vgg,other --data HOME/data | there is no base 'other'",
        "evaluate --run none --data HOME/data | there is no run 'none'",
        "export --run none --out HOME/x.onnx | there is no run 'none'",
        "export --run none --format pickle --out HOME/x | there is no format 'pickle'",
        "export --run none --out HOME/empty | HOME/empty is a folder",
        "predict HOME/data/test/Alvero/001.jpg | give one of --model FILE.onnx, --run RUN and --base NAME",
        "predict --base demo_vgg | no image is given",
        "predict --base demo_vgg HOME/none.jpg | no such image: HOME/none.jpg",
        "predict --base demo_vgg HOME/data/test/Alvero/001.jpg | demo_vgg has no top",
        "predict --model HOME/none.onnx HOME/data/test/Alvero/001.jpg | HOME/none.onnx",
        "predict --model HOME/text.h5 HOME/data/test/Alvero/001.jpg | HOME/text.h5",
        "download vgg61 | there is no official file 'vgg61'; did you mean vgg16",
        "download | name one file to download: ",
      })
  void endsInOneLine(String line, String message) throws IOException {
    long before = files();
    CommandRun run = CommandRun.of(home, (Object[]) filled(line).split(" "));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().filter(l -> !isProgress(l)))
        .singleElement()
        .asString()
        .startsWith("graft: ")
        .contains(filled(message));
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trian --base x | there is no command 'trian'; did you mean train",
        "train --base demo_vgg --data d --ephocs 3 | unknown option --ephocs; did you mean --epochs",
        "train --data d | --base",
        "train --base demo_vgg --data d --size 0 | --size takes a whole number from 1",
        "train --base demo_vgg --data d --size -3 | --size takes a whole number from 1",
        "train --base demo_vgg --data d --epochs many | --epochs takes a whole number from 1",
        "train --base demo_vgg --data d --learning-rate fast | --learning-rate takes a number above 0",
        "train --base demo_vgg --data d --learning-rate -1 | --learning-rate takes a number above 0",
        "train --base demo_vgg --data d --seed x | --seed",
      })
  void wrongUsageNamesTheHelp(String line, String message) {
    CommandRun run = CommandRun.of(home, (Object[]) line.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err()).startsWith("graft: ").contains(message).contains("see graft ");
  }

  @Test
  void strictEndsAtTheFirstUnreadableImage() throws IOException {
    Path broken = Files.writeString(data.resolve("train/Alvero/zz.jpg"), "no picture");
    CommandRun run =
        CommandRun.of(
            home,
            "train",
            "--base",
            "demo_vgg",
            "--data",
            data,
            "--size",
            32,
            "--strict",
            "--runs",
            home.resolve("runs"),
            "--quiet");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("graft: " + broken).doesNotContain("\tat ");
    assertThat(home.resolve("runs")).doesNotExist();
  }

  @Test
  void aBaseOfAnotherVersionIsNamedAndReplacedByANewImport() throws IOException {
    Path record = home.resolve("bases/demo_vgg/base.json");
    String current = Files.readString(record);
    Files.writeString(record, current.replaceFirst("\"format\" : \\d+", "\"format\" : 0"));
    assertThat(CommandRun.of(home, "layers", "--base", "demo_vgg").err())
        .contains("was written by another version of Graft; import the base again");
    CommandRun bases = CommandRun.of(home, "bases");
    assertThat(bases.exitCode()).isZero();
    assertThat(bases.err()).contains("warning: demo_vgg was written by another version");
    CommandRun.of(home, "import", "--keras", DemoData.VGG).succeeded();
    assertThat(CommandRun.of(home, "bases").err()).isEmpty();
  }

  @Test
  void onlyDebugShowsAStackTrace() {
    Object[] line = {"import", "--keras", home.resolve("text.h5")};
    assertThat(CommandRun.of(home, line).err()).doesNotContain("\tat ");
    assertThat(CommandRun.of(home, line[0], line[1], line[2], "--debug").err())
        .contains("\tat org.graft");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import",
        "download",
        "bases",
        "layers",
        "train",
        "compare",
        "evaluate",
        "export",
        "predict",
        "quickstart"
      })
  void everyCommandExplainsItself(String command) {
    CommandRun run = CommandRun.of(home, command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("usage: graft " + command).contains("--json", "--debug");
    assertThat(CommandRun.of(home).out()).contains("  " + command + " ");
  }

  @Test
  void aFlagGivenTwiceDoesNotFlipBack() {
    assertThat(CommandRun.of(home, "bases", "--json", "--json").json().path("bases")).hasSize(1);
  }

  private static boolean isProgress(String line) {
    return line.startsWith("training a head") || line.startsWith("  ");
  }

  private String filled(String text) {
    return text.strip()
        .replace("HOME", home.toString())
        .replace("NET", DemoData.VGG.toString())
        .replace("SAVED", SAVED_MODEL);
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.count();
    }
  }
}
