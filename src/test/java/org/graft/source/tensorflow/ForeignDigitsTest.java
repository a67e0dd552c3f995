package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.graft.api.Graft;
import org.junit.jupiter.api.Test;

class ForeignDigitsTest {
  private static final Path CASE =
      Path.of("src/test/resources/fixtures/tensorflow_cases/kernel_joined");

  /** In Egypt Java writes numbers in digits of its own, and files of variables are numbered. */
  @Test
  void variablesAreFoundWhateverDigitsTheLocaleHas() {
    Locale own = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(Graft.importTensorflow(CASE).base().features().weights()).isNotNull();
    } finally {
      Locale.setDefault(own);
    }
  }
}
