package org.graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxInput;
import org.graft.export.onnx.OnnxOptions;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Flatten;
import org.graft.plan.Model;
import org.graft.plan.Rescale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A file in ONNX Runtime: what it says of itself, numbers in and out, and what is no such file. */
class OnnxSessionTest {
  private static final int SIDE = 2;

  @TempDir Path folder;

  /** Twice each level and 1, of images of bytes in either order of axes. */
  private Path doubled(Layout layout) {
    Model model =
        SmallNetworks.model(
            SIDE,
            new Rescale("doubled", "input_1", List.of(2f), List.of(1f)),
            new Flatten("row", "doubled"));
    SameDiffNetwork network = Emitter.inference(model);
    Path file = folder.resolve("doubled.onnx");
    OnnxInput input = OnnxInput.BYTES.withLayout(layout);
    OnnxOptions options =
        new OnnxOptions(
            input,
            OnnxOptions.features("row").precision(),
            Map.of("row", "row"),
            Map.of("graft.base", "none"));
    OnnxExport.write(network, file, options, SmallNetworks.images(1, SIDE));
    return file;
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void imagesGoInByCellsWhateverTheFilesOrder(Layout layout) {
    try (OnnxSession session = OnnxSession.open(doubled(layout))) {
      float[] levels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255};
      OnnxSession.Output row = session.run(levels, 1).get("row");
      assertThat(row.shape()).containsExactly(1, 12);
      assertThat(row.values()).containsExactly(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 511);
    }
  }

  @Test
  void saysWhatItTakesAndGives() {
    try (OnnxSession session = OnnxSession.open(doubled(Layout.NCHW))) {
      assertThat(session.input())
          .isEqualTo(new ImageInput("image", PixelType.UINT8, Layout.NCHW, SIDE, SIDE, 3));
      assertThat(session.outputs()).containsExactly("row");
      assertThat(session.width("row")).isEqualTo(12);
      assertThat(session.width("none")).isZero();
      assertThat(session.metadata()).containsEntry("graft.base", "none");
    }
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    try (OnnxSession session = OnnxSession.open(doubled(Layout.NHWC))) {
      assertThatThrownBy(() -> session.run(new float[27], 1, 3, 3))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.run(new float[11], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("11 values for 1 images of");
    }
  }

  @ParameterizedTest
  @CsvSource({"-3, 0", "0.49, 0", "0.5, 1", "1.5, 2", "254.5, 255", "300, 255"})
  void levelsAreRoundedHalfUpAndKeptWithinAByte(float value, int level) {
    assertThat(OnnxSession.toByte(value) & 0xFF).isEqualTo(level);
  }

  @Test
  void aSecondCloseDoesNothing() {
    OnnxSession session = OnnxSession.open(doubled(Layout.NHWC));
    session.close();
    session.close();
  }

  @Test
  void whatIsNoFileOfImagesIsRefusedInOneLine() throws IOException {
    Path none = folder.resolve("none.onnx");
    assertThatThrownBy(() -> OnnxSession.open(none))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no file " + none);
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
    assertThatThrownBy(() -> OnnxSession.open(text))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("ONNX Runtime cannot load it")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> OnnxFunction.open(text)).isInstanceOf(MalformedFileException.class);
  }

  @Test
  void functionsTakeAndGiveArraysOfAnyType() {
    try (OnnxFunction function = OnnxFunction.open(doubled(Layout.NHWC))) {
      byte[] levels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte) 255};
      OnnxFunction.OnnxArray image =
          new OnnxFunction.OnnxArray(2, new long[] {1, SIDE, SIDE, 3}, ByteBuffer.wrap(levels));
      OnnxFunction.OnnxArray row = function.run(Map.of("image", image)).get("row");
      assertThat(row.code()).isEqualTo(1);
      assertThat(row.shape()).containsExactly(1, 12);
      assertThat(row.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
      assertThat(row.bytes().asFloatBuffer().get(11)).isEqualTo(511);
    }
  }
}
