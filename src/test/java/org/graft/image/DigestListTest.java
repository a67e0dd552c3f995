package org.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.graft.storage.Digests;
import org.junit.jupiter.api.Test;

class DigestListTest {
  @Test
  void aPlaceWithoutADigestHasNull() {
    DigestList digests = new DigestList(3);
    String digest = Digests.ofText("an image");
    digests.put(1, digest);
    assertThat(digests).containsExactly(null, digest, null);
    assertThat(digests.indexOf(null)).isZero();
  }

  @Test
  void threadsSetTheirOwnPlaces() {
    DigestList digests = new DigestList(1000);
    IntStream.range(0, 1000).parallel().forEach(i -> digests.put(i, Digests.ofText("" + i)));
    assertThat(digests)
        .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> Digests.ofText("" + i)).toList());
  }
}
