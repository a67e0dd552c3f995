package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.train.Recipe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaksTest {
  @TempDir Path folder;

  private final Map<String, Object> evidence = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private List<LabelledImage> train;

  @BeforeEach
  void paint() throws IOException {
    train = List.of(painted("a", 0), painted("b", 0), painted("c", 2), painted("d", 2));
  }

  @Test
  void picturesOfTheirOwnToTestWithAreLeftInPeace() throws IOException {
    assertThat(suspicions(List.of(painted("e", 0), painted("f", 2)))).isEmpty();
    assertThat(evidence).containsEntry("leaks", 0).containsEntry("unreadable", 0);
  }

  @Test
  void theRemedyTestsWithWhatIsNotLearnedFrom() throws IOException {
    LabelledImage own = painted("e", 2);
    List<Suspicion> found = suspicions(List.of(copy(train.get(0)), own, copy(train.get(3))));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).isEqualTo(Cause.DATA);
    assertThat(found.get(0).reason())
        .isEqualTo("2 of 3 pictures to test with are also learned from");
    Dataset clean = found.get(0).remedy().orElseThrow().request().data();
    assertThat(clean.test()).containsExactly(own);
    assertThat(clean.train()).containsExactlyElementsOf(train);
  }

  @Test
  void whereEveryPictureToTestWithLeaksNoTrainingCanShowIt() throws IOException {
    List<Suspicion> found = suspicions(List.of(copy(train.get(1)), copy(train.get(2))));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).reason())
        .isEqualTo("2 of 2 pictures to test with are also learned from");
    assertThat(found.get(0).remedy()).isEmpty();
  }

  private List<Suspicion> suspicions(List<LabelledImage> test) {
    Dataset data = new Dataset(List.of("dark", "red", "very red"), train, test);
    return new Leaks()
        .suspicions(Labs.of(ColourBase.tanh(), Labs.request(data, Recipe.SEED)), evidence);
  }

  private LabelledImage painted(String name, int label) throws IOException {
    return Labs.painted(folder.resolve(name + ".png"), label, random);
  }

  private LabelledImage copy(LabelledImage image) throws IOException {
    Path file = folder.resolve("copy-" + image.file().getFileName());
    return new LabelledImage(Files.copy(image.file(), file), image.label());
  }
}
