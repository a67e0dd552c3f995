package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Checksums against the published check values of both polynomials. */
class ChecksumTest {
  @Test
  void theCheckValuesAreThoseOfTheCatalogue() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Checksum.of(digits)).isEqualTo(new Checksum(0xcbf43926, 0xe3069283));
  }

  @Test
  void theSameBytesInAnotherShapeAreOthers() {
    byte[] bytes = new byte[48];
    assertThat(Checksum.of(bytes, 2, 8)).isEqualTo(Checksum.of(new byte[48], 2, 8));
    assertThat(Checksum.of(bytes, 2, 8)).isNotEqualTo(Checksum.of(bytes, 4, 4));
    assertThat(Checksum.of(bytes, 2, 8)).isNotEqualTo(Checksum.of(bytes, 8, 2));
  }
}
