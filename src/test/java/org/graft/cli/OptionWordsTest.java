package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.beust.jcommander.JCommander;
import java.util.HashSet;
import java.util.Set;
import org.graft.failure.Hint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionWordsTest {
  private static final Set<String> KNOWN = known();

  private static Set<String> known() {
    Set<String> known = new HashSet<>(Commands.fresh().keySet());
    for (Command command : Commands.fresh().values()) {
      new JCommander(command)
          .getParameters()
          .forEach(parameter -> known.add(parameter.getLongestName()));
    }
    return known;
  }

  @ParameterizedTest
  @EnumSource
  void everyHintIsAnOptionOrACommand(Hint hint) {
    String said = OptionWords.of(hint.to("VALUE"));
    assertThat(said).endsWith(" VALUE");
    assertThat(said.split(" ", -1)).anySatisfy(word -> assertThat(KNOWN).contains(word));
  }

  @Test
  void otherTextStaysAsItIs() {
    String line = "label List.of(1) is in Training and Folder.labels(2)";
    assertThat(OptionWords.of(line)).isEqualTo(line);
    assertThat(OptionWords.of("the shelf is empty, fill it with " + Hint.SHELVE))
        .isEqualTo("the shelf is empty, fill it with graft import");
    assertThat(OptionWords.of("fewer " + Hint.FOLDS + " can be had"))
        .isEqualTo("fewer --folds can be had");
  }
}
