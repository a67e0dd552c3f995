package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft.failure.Hint;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandWordsTest {
  private static final CommandWords WORDS =
      new TypedWords(new TypedLine(List.of("report", "one", "--json")));

  @TempDir Path folder;

  @Test
  void aTrainedRunGoesOnWithItsOwnOptions() throws IOException {
    RunFolder.keepCommand(folder, "graft train --data 'my $x' --mlflow http://a --size 64");
    assertThat(WORDS.diagnosed(folder)).isEqualTo("graft doctor --data 'my $x' --size 64");
    assertThat(WORDS.audited(folder)).isEqualTo("graft audit --data 'my $x'");
  }

  @Test
  void whatWasNotTrainedByACommandHasNone() {
    assertThat(WORDS.diagnosed(folder)).isEmpty();
    assertThat(WORDS.audited(folder)).isEmpty();
  }

  @Test
  void aRunOfAComparisonHasItsImagesAlone() throws IOException {
    RunFolder.keepCommand(folder, "graft compare --bases a --data logos");
    assertThat(WORDS.diagnosed(folder)).isEmpty();
    assertThat(WORDS.audited(folder)).isEqualTo("graft audit --data logos");
  }

  @Test
  void hintsAreOptionsAndTheWholeIsWhatWasTyped() {
    assertThat(WORDS.said("set " + Hint.SIZE.to(75) + " by " + Hint.TRAIN))
        .isEqualTo("set --size 75 by graft train");
    assertThat(WORDS.whole()).isEqualTo("graft report one");
  }
}
