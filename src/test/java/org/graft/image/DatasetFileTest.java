package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.failure.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFileTest {
  private static final Path ODD = Path.of("/data/a, \"b\"\nc/é.png");
  private static final Dataset DATA =
      new Dataset(
          List.of("a", "b"),
          List.of(image("/data/a/1.png", 0), image("/data/a/2.png", 0), new LabelledImage(ODD, 1)),
          List.of(image("/data/b/3.png", 1)),
          List.of(image("/data/b/4.png", 1)),
          LeftOut.NOTHING,
          null,
          new ImageGroups(List.of(List.of(Path.of("/data/a/2.png"), ODD))));

  @TempDir Path folder;

  @Test
  void imagesComeBackWithTheirPartsAnswersAndGroups() throws IOException {
    Path table = write();
    assertThat(DatasetFile.read(table, DATA.withoutImages(), 5)).isEqualTo(DATA);
    assertThat(Files.readAllLines(table).get(2)).isEqualTo("train,0,0,/data/a/2.png");
  }

  @Test
  void aListThatIsCutOffIsNotTakenForWhole() throws IOException {
    Path table = write();
    List<String> lines = Files.readAllLines(table);
    Files.write(table, lines.subList(0, lines.size() - 1));
    refused(table, "4 images, expected 5");
  }

  @Test
  void aLineSaysWhereItIsWrong() throws IOException {
    Path table = folder.resolve("images.csv");
    Files.writeString(table, "part,answer,group,file\ntrain,0,,/a\nlater,0,,/b\n");
    refused(table, "line 3: [later, 0, , /b], expected train, validation or test");
    Files.writeString(table, "part,answer,group,file\ntrain,2,,/a\n");
    refused(table, "line 2: [train, 2, , /a], expected a number from 0, less than 2");
    Files.writeString(table, "part,answer\n");
    refused(table, "expected the columns part,answer,group,file");
  }

  private void refused(Path table, String reason) {
    assertThatThrownBy(() -> DatasetFile.read(table, DATA.withoutImages(), 5))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining(reason);
  }

  private Path write() throws IOException {
    Path table = folder.resolve("images.csv");
    DatasetFile.write(table, DATA);
    return table;
  }

  private static LabelledImage image(String file, int label) {
    return new LabelledImage(Path.of(file), label);
  }
}
