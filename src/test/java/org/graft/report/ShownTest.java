package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void figuresReadTheSameInEveryCountry() {
    Locale own = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Shown.share(0.12345)).isEqualTo("0.123");
      assertThat(Shown.value(1234.5678)).isEqualTo("1235");
      assertThat(Shown.at(7.25)).matches("7\\.[23]");
      assertThat(Shown.tick(0.5)).isEqualTo("0.50");
    } finally {
      Locale.setDefault(own);
    }
  }

  @Test
  void whatIsMeasuredHasFourDigitsAndWholeNumbersNoPoint() {
    assertThat(Shown.value(0.123456)).isEqualTo("0.1235");
    assertThat(Shown.value(3.0f)).isEqualTo("3");
    assertThat(Shown.value(1e7)).isEqualTo("1.000e+07");
    assertThat(Shown.value(Double.NaN)).isEqualTo("NaN");
    assertThat(Shown.value(true)).isEqualTo("true");
  }

  @Test
  void aMapIsItsEntriesInTheirOrder() {
    Map<String, Object> probes = new LinkedHashMap<>();
    probes.put("tf", 0.87654);
    probes.put("caffe", 1.0);
    assertThat(Shown.value(probes)).isEqualTo("tf 0.8765, caffe 1");
  }

  @Test
  void aTextIsCutToSoManyCharactersAndSaysSo() {
    assertThat(Shown.cut("mobilenet", 9)).isEqualTo("mobilenet");
    assertThat(Shown.cut("mobilenet", 8)).isEqualTo("mobilen…").hasSize(8);
  }

  @Test
  void aSentenceBeginsWithACapital() {
    assertThat(Shown.capital("accuracy")).isEqualTo("Accuracy");
    assertThat(Shown.capital("")).isEmpty();
  }
}
