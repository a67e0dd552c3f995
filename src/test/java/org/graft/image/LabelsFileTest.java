package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.failure.GraftException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsFileTest {
  @TempDir Path dir;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(dir.resolve("root"));
    for (String name : List.of("a.jpg", "b.jpg", "c.jpg", "d.jpg", "sub/a, b.jpg")) {
      put(root.resolve(name));
    }
    put(dir.resolve("outside.jpg"));
  }

  @Test
  void readsEveryColumnOfCsvAndJsonLinesAlike() throws IOException {
    LabelsFile csv =
        read(
            "x.csv",
            "\uFEFFpath,label,split,group\r\na.jpg,cat,train,g1\r\n\"sub/a, b.jpg\", dog ,Testing,\r\n");
    LabelsFile lines =
        read(
            "x.jsonl",
            """
            {"path":"a.jpg","label":"cat","split":"train","group":"g1"}

            {"path":"sub/a, b.jpg","label":"dog","split":"test","group":""}
            """);

    assertThat(csv.kind()).isEqualTo(LabelsKind.LABEL);
    assertThat(csv.lines())
        .containsExactly(
            new LabelsLine(
                2,
                root.resolve("a.jpg"),
                List.of("cat"),
                OptionalDouble.empty(),
                Optional.of(Role.TRAIN),
                Optional.of("g1")),
            new LabelsLine(
                3,
                root.resolve("sub/a, b.jpg"),
                List.of("dog"),
                OptionalDouble.empty(),
                Optional.of(Role.TEST),
                Optional.empty()));
    assertThat(lines.lines())
        .map(LabelsFileTest::said)
        .isEqualTo(csv.lines().stream().map(LabelsFileTest::said).toList());
    assertThat(lines.lines()).extracting(LabelsLine::number).containsExactly(1, 3);
  }

  @Test
  void readsSeveralLabelsAndNumbers() throws IOException {
    assertThat(read("x.csv", "path,labels\na.jpg,cat|dog\nb.jpg,\nc.jpg,A\u0308|b").lines())
        .extracting(LabelsLine::labels)
        .containsExactly(List.of("cat", "dog"), List.of(), List.of("\u00c4", "b"));
    assertThat(
            read("x.jsonl", "{\"path\":\"a.jpg\",\"labels\":[\"x|y\",3]}\n")
                .lines()
                .get(0)
                .labels())
        .containsExactly("x|y", "3");
    assertThat(read("x.csv", "number,path\n-1.5e2,a.jpg\n 7 ,b.jpg").lines())
        .extracting(line -> line.value().orElseThrow())
        .containsExactly(-150.0, 7.0);
    assertThat(read("x.jsonl", "{\"path\":\"a.jpg\",\"number\":0.25}").lines())
        .extracting(line -> line.value().orElseThrow())
        .containsExactly(0.25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "path,label;a.jpg,cat;none.jpg,dog;gone.jpg,cat | line 3: there is no ROOT/none.jpg, nor 1 more of 3 files; remove the lines",
        "path,label;none.jpg,dog | line 2: there is no ROOT/none.jpg; remove the line, or give the folder",
        "file_name,label;a.jpg,cat | line 2: unknown column 'file_name': expected path, one of label",
        "path,label,weight;a.jpg,cat,1 | line 2: unknown column 'weight'",
        "path;a.jpg | line 2: no column label, labels or number: expected",
        "label;cat | line 2: no column path: expected",
        "path,label,number;a.jpg,cat,1 | line 2: mixed tasks: it has label, and number too",
        "path,path,label;a.jpg,b,cat | line 1: column 'path' is there twice",
        "path,label;a.jpg,cat;a.jpg,dog | line 3: ROOT/a.jpg stands in line 2 already",
        "path,label;a.jpg,cat;./sub/../a.jpg,cat | line 3: ROOT/a.jpg stands in line 2 already",
        "path,label;a.jpg | line 2: it has 1 cells, and the header 2; a cell with a comma",
        "path,label;a.jpg,a,b | line 2: it has 3 cells, and the header 2",
        "path,label;a.jpg,  | line 2: its label is empty; give one, or remove the line",
        "path,labels;a.jpg,x!!y | line 2: its label is empty",
        "path,labels;a.jpg,x!x | line 2: label 'x' is there twice",
        "path,label,split;a.jpg,cat,training;b.jpg,cat,dev | line 3: 'dev' is no split: expected train, validation or test",
        "path,label;../outside.jpg,cat | line 2: path '../outside.jpg' leads out of ROOT",
        "path,label;/etc/passwd,cat | line 2: path '/etc/passwd' leads out of ROOT",
        "path,label;.,cat | line 2: path '.' leads out of ROOT",
        "path,label;,cat | line 2: path '' leads out of ROOT",
        "path,label;sub,cat | line 2: ROOT/sub is no file",
        "path,number;a.jpg,seven | line 2: 'seven' is no number: expected one such as 12",
        "path,number;a.jpg,NaN | line 2: 'NaN' is no number",
        "path,number;a.jpg,1e999 | line 2: '1e999' is no number",
        "path,number;a.jpg,0x1p3 | line 2: '0x1p3' is no number",
        "path,number;a.jpg,1d | line 2: '1d' is no number",
        "path,number;a.jpg, | line 2: '' is no number",
        "path,label;`\"a.jpg` | line 2: a quote stays open to the end",
        "path,label | it names no image",
      })
  void refusesInOneLineThatNamesTheLine(String text, String problem) throws IOException {
    refuses("x.csv", text.replace("`", "").replace(';', '\n').replace('!', '|'), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | line 1: it is no JSON object, such as",
        "{ | line 1: it is no JSON object",
        "{\"path\":\"a.jpg\",\"path\":\"b.jpg\"} | line 1: it is no JSON object",
        "{\"path\":\"a.jpg\",\"label\":null} | line 1: field 'label' is neither text nor a number",
        "{\"path\":\"a.jpg\",\"label\":[\"x\"]} | line 1: field 'label' is an unexpected array",
        "{\"path\":\"a.jpg\",\"labels\":\"x\"} | line 1: field 'labels' is no array",
        "{\"path\":\"a.jpg\",\"labels\":[[1]]} | line 1: field 'labels' is neither text nor",
        "{\"path\":\"a.jpg\",\"label\":\"x\"};{\"path\":\"b.jpg\",\"number\":1} | line 2: mixed tasks: it has number, and lines before have label",
        "{\"path\":\"a.jpg\",\"label\":\"x\"};{\"path\":\"b.jpg\",\"label\":\"x\",\"split\":\"test\"} | line 2: it has a split, other than the lines before",
      })
  void refusesJsonLinesLikewise(String text, String problem) throws IOException {
    refuses("x.jsonl", text.replace(';', '\n'), problem);
  }

  @Test
  void refusesOtherFiles() throws IOException {
    assertThatThrownBy(() -> LabelsFile.read(dir.resolve("x.csv"), root, false, Optional.empty()))
        .isInstanceOf(GraftException.class)
        .hasMessageContaining("there is no labels file");
    assertThatThrownBy(() -> read("x.txt", "path,label"))
        .hasMessageContaining("expected FILE.csv or FILE.jsonl");
    Files.write(
        dir.resolve("latin.csv"), "path,label\na.jpg,é".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(
            () -> LabelsFile.read(dir.resolve("latin.csv"), root, false, Optional.empty()))
        .hasMessageContaining("not UTF-8");
    Files.write(
        dir.resolve("latin.jsonl"), "{\"path\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(
            () -> LabelsFile.read(dir.resolve("latin.jsonl"), root, false, Optional.empty()))
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> read("nul.csv", "path,label\na\0b.jpg,x"))
        .hasMessageContaining("line 2: path 'a?b.jpg' is none");
  }

  @Test
  void linksLeadOutOnlyWhereTheyAreFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("in.jpg"), root.resolve("a.jpg"));
    Files.createSymbolicLink(root.resolve("out.jpg"), dir.resolve("outside.jpg"));
    Path table = dir.resolve("x.csv");
    Files.writeString(table, "path,label\nin.jpg,x\nout.jpg,x\n");

    assertThatThrownBy(() -> LabelsFile.read(table, root, false, Optional.empty()))
        .hasMessageContaining("line 3: " + root.resolve("out.jpg") + " leads out of")
        .hasMessageContaining("FolderRules.followLinks() follows it");
    assertThat(LabelsFile.read(table, root, true, Optional.empty()).lines()).hasSize(2);
  }

  @Test
  void partsAsFoldersAreParted() throws IOException {
    for (int i = 0; i < 12; i++) {
      put(dir.resolve("folders/cat/" + i + ".jpg"));
      put(dir.resolve("folders/dog/" + i + ".jpg"));
    }
    StringBuilder text = new StringBuilder("label,path\n");
    for (int i = 11; i >= 0; i--) {
      text.append("dog,dog/").append(i).append(".jpg\ncat,cat/").append(i).append(".jpg\n");
    }
    Path table = Files.writeString(dir.resolve("x.csv"), text);
    Path data = dir.resolve("folders");

    ImageSource source = ImageSource.labelsFile(table, data);
    assertThat(source.open(Split.withSeed(7)))
        .isEqualTo(new ImageFolder(data, FolderRules.USUAL).open(Split.withSeed(7)));
    assertThat(source.openTest(List.of("cat", "dog", "emu")))
        .isEqualTo(new ImageFolder(data, FolderRules.USUAL).openTest(List.of("cat", "dog", "emu")));
    assertThat(source.survey(Split.withSeed(7)))
        .isEqualTo(new ImageFolder(data, FolderRules.USUAL).survey(Split.withSeed(7)));
  }

  @Test
  void takesTheSplitThatTheFileSays() throws IOException {
    Path table =
        Files.writeString(
            dir.resolve("x.csv"),
            "path,label,split\na.jpg,x,train\nb.jpg,y,train\nc.jpg,x,val\nd.jpg,y,test\n");
    Files.writeString(root.resolve("notes.txt"), "");

    Dataset dataset = ImageSource.labelsFile(table, root).open(Split.withSeed(1));

    assertThat(dataset.train())
        .containsExactly(
            new LabelledImage(root.resolve("a.jpg"), 0),
            new LabelledImage(root.resolve("b.jpg"), 1));
    assertThat(dataset.validation()).containsExactly(new LabelledImage(root.resolve("c.jpg"), 0));
    assertThat(dataset.test()).containsExactly(new LabelledImage(root.resolve("d.jpg"), 1));
    assertThat(dataset.leftOut().counts())
        .isEqualTo(Map.of(".txt", 1, "images that no line names", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path,label;a.jpg,x;b.jpg,x | only one label to learn, 'x'",
        "path,label,split;a.jpg,x,train;b.jpg,y,train;c.jpg,z,test | (split test) holds the unknown class 'z'",
        "path,label,split;a.jpg,x,test;b.jpg,y,test | no image is to learn from",
        "path,label,split;a.jpg,x,train;b.jpg,y,train;c.jpg,x,valid | it has the split validation but no test",
        "path,labels;a.jpg,x;b.jpg,y | it has the column labels: expected label",
        "path,number;a.jpg,1;b.jpg,2 | it has the column number: expected label",
      })
  void refusesWhatNoClassifierLearns(String text, String problem) throws IOException {
    Path table = Files.writeString(dir.resolve("x.csv"), text.replace(';', '\n'));
    assertThatThrownBy(
            () ->
                ImageSource.table(LabelsKind.LABEL, table, root, false, Optional.empty())
                    .open(Split.withSeed(1)))
        .isInstanceOf(GraftException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "none"})
  void theRootIsAFolder(String name) {
    assertThatThrownBy(
            () ->
                LabelsFile.read(dir.resolve("x.csv"), root.resolve(name), false, Optional.empty()))
        .isInstanceOf(GraftException.class);
  }

  private static List<Object> said(LabelsLine line) {
    return List.of(line.file(), line.labels(), line.role(), line.group());
  }

  private void refuses(String name, String text, String problem) throws IOException {
    assertThatThrownBy(() -> read(name, text))
        .isInstanceOf(GraftException.class)
        .hasMessageStartingWith(dir.resolve(name) + ": ")
        .hasMessageContaining(problem.replace("ROOT", root.toString()))
        .hasMessageNotContaining("\n");
  }

  private LabelsFile read(String name, String text) throws IOException {
    return LabelsFile.read(
        Files.writeString(dir.resolve(name), text), root, false, Optional.empty());
  }

  private static void put(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }
}
