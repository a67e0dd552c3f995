package org.graft.source.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.graft.failure.GraftException;
import org.graft.plan.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that end in a node of the user's choice, within functions too. */
class OutputNodesTest {
  private static FrozenGraph open(String file, String signature, String output) {
    return TensorflowReader.open(
        TinyModels.path(file), new GraphOptions(signature, output, null, List.of(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "keras_export,, tiny_1/pool_1/MaxPool2d, pool",
    "keras_export, serve, MaxPool2d, pool",
    "keras_export,, tiny_1/both_1/concat:0, both",
    "frozen_v2.pb,, stem_1/Relu, stem",
    "keras_saved,, AvgPool, mean",
  })
  void giveWhatTheWholeHasThere(String file, String signature, String node, String layer) {
    Model whole = Translator.read(open(file, signature, null), null).model();
    Model part = Translator.read(open(file, signature, node), null).model();
    Model cut = whole.upTo(layer);
    assertThat(part.weights()).isEqualTo(cut.weights());
    assertThat(part.plan().layers()).hasSameSizeAs(cut.plan().layers());
    assertThat(part.plan().outputShape()).isEqualTo(cut.plan().outputShape());
    assertThat(part.plan().output().kindName()).isEqualTo(cut.plan().output().kindName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keras_export|| tiny_1/pool_1/MaxPol2d | there is no output and no node"
            + " 'tiny_1/pool_1/MaxPol2d' in",
        "keras_export|| tiny_1/pool_1/MaxPol2d | did you mean",
        "keras_export|| tiny_1/pool_1/MaxPol2d | tiny_1/pool_1/MaxPool2d",
        "frozen_v2.pb|| Rellu | there is no node 'Rellu' in",
        "two_signatures | classify | logit | there is no output and no node 'logit' in",
        "two_signatures | classify | logit | did you mean logits",
        "keras_export|| stem_1/convolution/ReadVariableOp | does not depend on the image",
      })
  void aSlipIsToldWithWhatIsNear(String file, String signature, String node, String message) {
    assertThatThrownBy(() -> Translator.read(open(file, signature, node), null).model())
        .isInstanceOf(GraftException.class)
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }
}
