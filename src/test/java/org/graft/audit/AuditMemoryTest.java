package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.graft.image.ContentLook;
import org.graft.image.Exif;
import org.graft.image.LeftOut;
import org.graft.image.Survey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditMemoryTest {
  @TempDir Path folder;

  @Test
  void whatIsKnownIsSaidAgainUntilAFileChanges() throws IOException {
    Path image = folder.resolve("one.jpg");
    Files.copy(Path.of("data/logos/test/Alvero/001.jpg"), image);
    Path broken = Files.writeString(folder.resolve("two.jpg"), "no picture");
    AuditMemory memory = new AuditMemory(folder.resolve("audits"));

    Audit first = memory.of(survey(image, broken), 64, Exif.APPLY);
    assertThat(first).isEqualTo(Audit.of(survey(image, broken), 64, new Looks(Exif.APPLY)));
    assertThat(first.count(Finding.Kind.UNREADABLE)).isEqualTo(1);
    assertThat(memory.of(survey(image, broken), 64, Exif.APPLY)).isEqualTo(first);
    assertThat(kept()).hasSize(1);

    Files.copy(Path.of("data/logos/test/Alvero/002.jpg"), folder.resolve("three.jpg"));
    Files.move(folder.resolve("three.jpg"), broken, StandardCopyOption.REPLACE_EXISTING);
    assertThat(memory.of(survey(image, broken), 64, Exif.APPLY).count(Finding.Kind.UNREADABLE))
        .isZero();
    assertThat(kept()).hasSize(2);
  }

  @Test
  void aDamagedMemoryIsNoFailure() throws IOException {
    Path image = folder.resolve("one.jpg");
    Files.copy(Path.of("data/logos/test/Alvero/001.jpg"), image);
    AuditMemory memory = new AuditMemory(folder.resolve("audits"));
    Audit audit = memory.of(survey(image, image), 64, Exif.APPLY);
    Files.writeString(kept().get(0), "{");
    assertThat(memory.of(survey(image, image), 64, Exif.APPLY)).isEqualTo(audit);
    Files.writeString(folder.resolve("file"), "a file where the folder should be");
    assertThat(new AuditMemory(folder.resolve("file")).of(survey(image, image), 64, Exif.APPLY))
        .isEqualTo(audit);
  }

  @Test
  void whatIsAlikeIsKnownAgainAndDamageIsNoFailure() throws IOException {
    Path one = folder.resolve("one.jpg");
    Path other = folder.resolve("other.jpg");
    Files.copy(Path.of("data/logos/test/Alvero/001.jpg"), one);
    Files.copy(one, other);
    Path third = folder.resolve("third.jpg");
    Files.copy(Path.of("data/logos/test/Alvero/002.jpg"), third);
    AuditMemory memory = new AuditMemory(folder.resolve("audits"));

    ContentLook.Alikeness alike = memory.among(List.of(one, other, third));
    assertThat(alike.same().groups()).containsExactly(List.of(one, other));
    assertThat(memory.among(List.of(one, other, third))).isEqualTo(alike);
    assertThat(memory.count()).isZero();
    memory.keep();
    assertThat(memory.count()).isEqualTo(1);
    Files.writeString(kept().get(0), "{\"same\":[0],\"near\":[0]}");
    assertThat(memory.among(List.of(one, other, third))).isEqualTo(alike);
    assertThat(memory.clear()).isPositive();
    assertThat(memory.count()).isZero();
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("audits"))) {
      return files.toList();
    }
  }

  private static Survey survey(Path train, Path test) {
    TreeMap<String, List<Path>> one = new TreeMap<>();
    one.put("brand", List.of(train));
    TreeMap<String, List<Path>> other = new TreeMap<>();
    other.put("brand", List.of(test));
    return new Survey(one, other, LeftOut.NOTHING);
  }
}
