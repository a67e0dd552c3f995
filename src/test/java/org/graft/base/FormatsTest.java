package org.graft.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Document and tables must not part. {@code ./mvnw test -Dtest=FormatsTest -Dgraft.formats=write}
 * writes the tables of the document anew.
 */
class FormatsTest {
  private static final Path DOCUMENT = Path.of("docs/formats.md");

  @Test
  void documentListsWhatTheReadersTablesHold() throws IOException {
    String document = Files.readString(DOCUMENT);
    String renewed = FormatsDocument.renewed(document);
    if ("write".equals(System.getProperty("graft.formats"))) {
      Files.writeString(DOCUMENT, renewed);
      return;
    }
    assertThat(document)
        .as("docs/formats.md; -Dgraft.formats=write writes its tables anew")
        .isEqualTo(renewed);
  }

  @Test
  void everyTableIsInTheDocument() throws IOException {
    assertThat(FormatsDocument.tables(Files.readString(DOCUMENT)))
        .containsExactlyInAnyOrderElementsOf(FormatsDocument.tables());
  }

  @Test
  void notesAreKeptAndRowsAreNot() {
    String document =
        """
        <!-- table: keras-layers -->
        | class | |
        |---|---|
        | `Conv2D` | with groups |
        | `NoSuchLayer` | gone |

        Prose.
        """;
    assertThat(FormatsDocument.renewed(document))
        .contains("| `Conv2D` | with groups |\n", "| `Dense` | |\n", "\n\nProse.\n")
        .doesNotContain("NoSuchLayer");
  }
}
