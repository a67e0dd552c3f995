package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyArrayTest {
  private static final long MANY = 1 << 20;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "0", "0 3", "1", "7", "2 3", "3 1 2 4", "65536", "65537", "2 65537"})
  void comesBackAsItWasWritten(String axes) throws IOException {
    int[] shape =
        Arrays.stream(axes.split(" "))
            .filter(a -> !a.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 97 - 48.25f;
    }
    NpyArray read = read(written(new NpyArray(values, shape)));
    assertThat(read.shape()).containsExactly(shape);
    assertThat(read.values()).isEqualTo(values);
  }

  @Test
  void everyKindOfFloatComesBackBitByBit() throws IOException {
    float[] values = {
      0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 1e-40f
    };
    NpyArray read = read(written(new NpyArray(values, values.length)));
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToRawIntBits(read.values()[i]))
          .isEqualTo(Float.floatToRawIntBits(values[i]));
    }
  }

  @Test
  void bytesAreThoseOfTheFormatsDescription() throws IOException {
    byte[] bytes = written(new NpyArray(new float[] {1, -2}, 1, 2));
    assertThat(bytes).hasSize(128 + 8);
    assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("934e554d505901007600");
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2,), }")
        .endsWith(" \n");
    assertThat(HexFormat.of().formatHex(bytes, 128, 136)).isEqualTo("0000803f000000c0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
        "",
      })
  void otherKindsOfArraysAreRefused(String header) {
    assertThatThrownBy(() -> read(withHeader(header, 8)))
        .isInstanceOf(IOException.class)
        .hasMessage("not a float32 array in C order: " + header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1048577",
        "2147483647",
        "4294967298",
        "99999999999999999999999",
        "65536, 65536",
        "2147483647, 2147483647, 2147483647",
        "2147483647, 2147483647, 2147483647, 2147483647, 4",
        "2 2"
      })
  void shapesThatCannotBeAreRefusedBeforeAnyMemoryIsTaken(String shape) {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    assertThatThrownBy(() -> read(withHeader(header, 8))).isInstanceOf(IOException.class);
  }

  @Test
  void truncatedArraysAreRefusedWhereverTheyEnd() throws IOException {
    byte[] whole = written(new NpyArray(new float[] {1, 2, 3}, 3));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).as("%d bytes", length).isInstanceOf(IOException.class);
    }
  }

  private static byte[] written(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    array.write(out);
    return out.toByteArray();
  }

  private static NpyArray read(byte[] bytes) throws IOException {
    return NpyArray.read(new ByteArrayInputStream(bytes), MANY);
  }

  private static byte[] withHeader(String header, int bytesBehind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(HexFormat.of().parseHex("934e554d50590100"));
    out.write(header.length());
    out.write(0);
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[bytesBehind]);
    return out.toByteArray();
  }
}
