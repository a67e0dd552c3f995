package org.graft.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Checksums against the published check values of both polynomials. */
class CrcPairTest {
  @Test
  void theCheckValuesAreThoseOfTheCatalogue() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(CrcPair.of(digits)).isEqualTo(new CrcPair(0xcbf43926, 0xe3069283));
  }

  @Test
  void theSameBytesInAnotherShapeAreOthers() {
    byte[] bytes = new byte[48];
    assertThat(CrcPair.of(bytes, 2, 8)).isEqualTo(CrcPair.of(new byte[48], 2, 8));
    assertThat(CrcPair.of(bytes, 2, 8)).isNotEqualTo(CrcPair.of(bytes, 4, 4));
    assertThat(CrcPair.of(bytes, 2, 8)).isNotEqualTo(CrcPair.of(bytes, 8, 2));
  }
}
