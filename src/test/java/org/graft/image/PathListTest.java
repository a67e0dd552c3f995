package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PathListTest {
  private static final List<Path> PATHS =
      Stream.of(
              "a/b/one.png",
              "a/b/two.png",
              "a/one.png",
              "alone.png",
              "/",
              "/top.png",
              "",
              "..",
              "a/../b/x",
              "a/b/one.png",
              "ä/Ünï – 写真.jpg",
              "a/.hidden",
              "/a b/c\"d,e.png")
          .map(Path::of)
          .toList();

  @Test
  void pathsComeOutAsTheyWentIn() {
    PathList held = PathList.copyOf(PATHS);
    assertThat(held).isEqualTo(PATHS).hasSameHashCodeAs(PATHS);
    assertThat(held.stream().map(Path::toString))
        .isEqualTo(PATHS.stream().map(Path::toString).toList());
  }

  @Test
  void aListOfNoneIsEmpty() {
    assertThat(PathList.copyOf(List.of())).isEmpty();
  }

  @Test
  void whatIsHeldAlreadyIsNotCopied() {
    PathList held = PathList.copyOf(PATHS);
    assertThat(PathList.copyOf(held)).isSameAs(held);
  }

  @Test
  void manyFoldersAreToldApart() {
    List<Path> many =
        IntStream.range(0, 1000).mapToObj(i -> Path.of("f" + i % 70, "" + i)).toList();
    assertThat(PathList.copyOf(many)).isEqualTo(many);
  }

  @Test
  void aPartIsTheSamePaths() {
    assertThat(PathList.copyOf(PATHS).subList(2, 5)).isEqualTo(PATHS.subList(2, 5));
  }
}
