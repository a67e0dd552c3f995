package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.graft.base.Base;
import org.graft.base.BaseStore;
import org.graft.fixture.OtherProcess;
import org.graft.train.LiveRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Heads of one's own on the command line: files and classes, and runs that do without either. */
class OwnHeadTest {
  private static final String TRAIN = "train --base demo_vgg --data DATA --size 32 --epochs 4";
  private static final int WIDTH = 128;
  private static final int CLASSES = 3;

  private static final String SOURCE =
      """
      import org.graft.api.CustomHead;
      import org.graft.head.HeadScope;
      import org.nd4j.autodiff.samediff.SDVariable;

      public class Wide implements CustomHead {
        public SDVariable logits(HeadScope head) {
          int width = head.shape().channels();
          SDVariable one = head.graph().nn().relu(head.dense("a", head.features(), width, 32), 0);
          return head.dense("b", head.dropout(one, 0.3), 32, head.outputs());
        }
      }
      """;

  @TempDir static Path home;

  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    DemoData.copyTo(home.resolve("data"));
    done("import --keras data/networks/demo_vgg.h5");
    save("good", WIDTH, CLASSES, "features");
    save("wide", WIDTH, 5, "features");
    save("narrow", 64, CLASSES, "features");
    save("named", WIDTH, CLASSES, "pixels");
    save("none", WIDTH, CLASSES, "features", "constant");
    save("random", WIDTH, CLASSES, "features", "dropout");
    Files.writeString(home.resolve("text.fb"), "no graph at all, but text");
    jar("heads.jar");
    Path begun = home.resolve("runs");
    String line = TRAIN + " --head-class Wide --head-jar HOME/heads.jar --runs " + begun;
    run = Path.of(done(line + " --json").json().path("run").asText());
    jar("later.jar");
    Files.delete(home.resolve("heads.jar"));
  }

  /** A graph as a program of ND4J saves it: one residual block and a dense layer. */
  private static void save(String name, int width, int outputs, String input, String... odd)
      throws IOException {
    SameDiff sd = SameDiff.create();
    boolean trained = !List.of(odd).contains("constant");
    Nd4j.getRandom().setSeed(1);
    SDVariable x = sd.placeHolder(input, DataType.FLOAT, -1, width);
    SDVariable inner = sd.nn().tanh(x.mmul(array(sd, "block/w", trained, width, width))).add(x);
    SDVariable seen = List.of(odd).contains("dropout") ? sd.nn().dropout(inner, 0.5) : inner;
    SDVariable sum = seen.mmul(array(sd, "out", trained, width, outputs));
    sum.add("logits", array(sd, "bias", trained, 1, outputs));
    sd.save(home.resolve(name + ".fb").toFile(), true);
  }

  private static SDVariable array(SameDiff sd, String name, boolean trained, int in, int out) {
    var values = Nd4j.randn(DataType.FLOAT, in, out).muli(0.05);
    return trained ? sd.var(name, values) : sd.constant(name, values);
  }

  private static void jar(String name) throws IOException {
    Path source = Files.writeString(home.resolve("Wide.java"), SOURCE);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                home.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(code).isZero();
    try (OutputStream file = Files.newOutputStream(home.resolve(name));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry("Wide.class"));
      jar.write(Files.readAllBytes(home.resolve("Wide.class")));
    }
  }

  @Test
  void aRunDoesWithoutTheClass() throws IOException {
    assertThat(run.resolve("head.fb")).exists();
    double accuracy =
        done("evaluate --data DATA --json --run " + run).json().path("test_accuracy").asDouble(-1);
    String image = home.resolve("data/test").toString();
    JsonNode told = done("predict --run " + run + " --json " + image).json().path("images");
    done("export --run " + run + " --out HOME/own.onnx");
    JsonNode found = done("predict --model HOME/own.onnx --json " + image).json().path("images");
    assertThat(found).hasSize(told.size());
    for (int i = 0; i < told.size(); i++) {
      assertThat(found.path(i).path("top").path(0).path("label"))
          .isEqualTo(told.path(i).path("top").path(0).path("label"));
    }
    done("export --format flatbuffers --run " + run + " --out HOME/own.fb");
    done("report " + run);
    assertThat(Files.readString(run.resolve("report.html"))).contains("head Wide");
    assertThat(accuracy).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource({"good.fb", "class"})
  void aRunThatWasLeftEndsAsOneThatWasNot(String head) throws IOException {
    String options =
        head.equals("class")
            ? " --head-class Wide --head-jar HOME/later.jar"
            : " --head HOME/" + head;
    Path whole =
        Path.of(done(TRAIN + options + " --json --runs HOME/whole").json().path("run").asText());
    Path left = leave(TRAIN + options + " --runs HOME/left");
    done("train --resume " + left);
    for (String file : List.of("model/weights.npz", "model/plan.json", "head.fb")) {
      assertThat(Files.mismatch(left.resolve(file), whole.resolve(file))).isEqualTo(-1);
    }
    Files.write(left.resolve("head.fb"), new byte[] {1});
    done("evaluate --data DATA --run " + left);
  }

  @Test
  void aHeadThatIsAnotherThanTheRunsIsRefused() throws IOException {
    Path left = leave(TRAIN + " --head HOME/good.fb --runs HOME/changed");
    Files.copy(
        home.resolve("wide.fb"),
        left.resolve("head.fb"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    CommandRun refused = graft("train --resume " + left);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("not the one that was begun with");
  }

  @Test
  void aRunsGraphIsAHeadForOthers() {
    done(TRAIN + " --head " + run.resolve("head.fb") + " --runs HOME/again");
  }

  @Test
  void headsFromElsewhereAreAskedFor() throws Exception {
    String predict = "predict --quiet --run " + run + " " + home.resolve("data/test");
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    String refused = told(elsewhere, 2, predict);
    assertThat(refused).contains("a graph is a program", "graft trust RUN").doesNotContain("\tat ");
    told(elsewhere, 0, "trust " + run, predict);
    told(home, 0, predict);
  }

  /** What another process says, in which command lines run one after another. */
  private static String told(Path ownHome, int code, String... lines) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(OtherProcess.command(SeveralLines.class, (Object[]) lines));
    builder.environment().put("GRAFT_HOME", ownHome.toString());
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  @Test
  void runsWithoutAHeadOfTheirOwnNeedNoTrust() {
    Path plain = Path.of(done(TRAIN + " --json --runs HOME/plain").json().path("run").asText());
    assertThat(done("trust " + plain).out()).contains("nothing to trust");
    assertThat(graft("trust nowhere --runs HOME/plain").exitCode()).isEqualTo(2);
    assertThat(graft("trust --runs HOME/plain").exitCode()).isEqualTo(2);
  }

  @Test
  void comparisonsTakeItAndFindItAgain() {
    String line =
        "compare --bases demo_vgg --data DATA --size 32 --epochs 3 --head HOME/good.fb"
            + " --runs HOME/compared";
    done(line);
    assertThat(done(line).err()).contains("trained already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--head HOME/wide.fb | are [2, 5], expected [2, 3]",
        "--head HOME/narrow.fb | takes features [64] of an image, and the base gives [128]",
        "--head HOME/named.fb | no 'features' that is a placeholder",
        "--head HOME/none.fb | makes no variables",
        "--head HOME/random.fb | dropout",
        "--head HOME/text.fb | no SameDiff FlatBuffers file",
        "--head HOME/missing.fb | missing.fb",
        "--head HOME/good.fb --units 3 | leave out --units",
        "--head other | there are dense, average-max, attention, logistic",
        "--units 3,x | whole numbers",
        "--head-class Wide | needs the --head-jar",
        "--head-jar HOME/later.jar | --head-class NAME",
        "--head-class Gone --head-jar HOME/later.jar | is not in",
        "--head-class java.lang.String --head-jar HOME/later.jar | does not implement",
        "--head-class Wide --head-jar HOME/text.fb | no jar file",
      })
  void headsThatDoNotSuitEndInOneLine(String options, String message) {
    CommandRun refused = graft(TRAIN + " " + options + " --runs HOME/none");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines().filter(line -> line.startsWith("graft:"))).hasSize(1);
    assertThat(refused.err()).contains(message);
    assertThat(home.resolve("none")).doesNotExist();
  }

  private static Path leave(String line) {
    String[] words = words(line);
    Base base = new BaseStore(home).load("demo_vgg");
    String[] options = Stream.of(words).skip(3).toArray(String[]::new);
    Path runs = Path.of(words[words.length - 1]);
    try (LiveRun live =
        LiveRun.begin(
            runs,
            "demo_vgg",
            AskedOf.base(home, "demo_vgg", options).settled(base),
            Instant.now(),
            f -> {})) {
      return live.folder();
    }
  }

  private static CommandRun done(String line) {
    return graft(line).succeeded();
  }

  private static CommandRun graft(String line) {
    return CommandRun.of(home, (Object[]) words(line));
  }

  private static String[] words(String line) {
    return line.replace("HOME", home.toString())
        .replace("DATA", home.resolve("data").toString())
        .split(" ");
  }
}
