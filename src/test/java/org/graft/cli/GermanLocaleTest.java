package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.fixture.OtherClassPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GermanLocaleTest {
  @TempDir Path folder;

  @Test
  void figuresHaveADecimalPointThereToo() throws Exception {
    Map<String, String> germany = Map.of("user.language", "de", "user.country", "DE");
    OtherClassPath german = new OtherClassPath(folder, jar -> true, germany);
    Path runs = folder.resolve("runs");
    german.run("import", "--keras", "data/networks/demo_vgg.h5");
    String train = "train --base demo_vgg --data data/logos --size 32 --epochs 2 --quiet --runs";
    german.run(Stream.concat(Stream.of(train.split(" ")), Stream.of(runs)).toArray());
    OtherClassPath.Ended listed = german.run("runs", "--runs", runs);
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    assertThat(listed.out()).containsPattern("\\b[01]\\.\\d{3}\\b");
  }
}
