package org.graft.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HintTest {
  private static final List<JavaClass> CLASSES =
      new ClassFileImporter()
              .withImportOption(location -> !location.contains("/test-classes/"))
              .importPackages("org.graft")
              .stream()
              .filter(type -> !type.getPackageName().startsWith("org.graft.cli"))
              .toList();

  @ParameterizedTest
  @EnumSource
  void namesWhatJavaProgramsCanCall(Hint hint) {
    String[] names = hint.toString().split("[.(]", -1);
    assertThat(CLASSES)
        .anySatisfy(
            type -> {
              assertThat(type.getSimpleName()).isEqualTo(names[0]);
              assertThat(type.reflect().getMethods())
                  .anySatisfy(method -> assertThat(method.getName()).isEqualTo(names[1]));
            });
  }

  @Test
  void exceptionsCarryWhatTheirMessagesSay() {
    InputException failure =
        new InputException(
            "two outputs; choose with "
                + Hint.OUTPUT.to("NAME")
                + " or cut with "
                + Hint.CUT.to("conv (1)")
                + ", not String.of(x)");
    assertThat(failure)
        .hasMessage(
            "two outputs; choose with Importing.output(NAME) or cut with Importing.upTo(conv (1)),"
                + " not String.of(x)");
    assertThat(failure.hints()).containsExactly(Hint.OUTPUT, Hint.CUT);
    assertThat(new InputException("nothing").hints()).isEmpty();
  }

  @Test
  void isSaidInOtherWordsWhateverTheValueHolds() {
    String text = "say " + Hint.SET.to("a$1\\b=2") + " and " + Hint.DETAILS;
    assertThat(Hint.reworded(text, (hint, value) -> "<" + hint.name() + ":" + value + ">"))
        .isEqualTo("say <SET:a$1\\b=2> and <DETAILS:>");
  }

  @Test
  void textsOfAnyLengthAreReadInTheirTime() {
    String hostile = "Importing.upTo(" + "()".repeat(200_000) + "A.b(".repeat(200_000);
    assertThat(Hint.in(hostile)).isEmpty();
    assertThat(Hint.in(Hint.CUT.to("x".repeat(1_000_000)))).containsExactly(Hint.CUT);
  }
}
