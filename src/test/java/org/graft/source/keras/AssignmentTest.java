package org.graft.source.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft.source.keras.AssignBy.NAME;
import static org.graft.source.keras.AssignBy.ORDER;
import static org.graft.source.keras.AssignBy.ORDER_AND_NAME;
import static org.graft.source.keras.AssignBy.PATH;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.plan.Activation;
import org.graft.plan.BatchNorm;
import org.graft.plan.Conv2d;
import org.graft.plan.Input;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;
import org.junit.jupiter.api.Test;

/** A stem and two branches of the same shapes, listed as Keras lists layers: by depth. */
class AssignmentTest {
  private static final Plan PLAN =
      new Plan(
          List.of(
              new Input("in", Shape.square(8, 3)),
              conv("conv2d", "in", 4),
              new BatchNorm("batch_normalization", "conv2d", 1e-3, true, true),
              conv("conv2d_2", "batch_normalization", 4),
              conv("conv2d_1", "batch_normalization", 4)));

  private static final ModelConfig CONFIG =
      new ModelConfig(
          "m",
          KerasDialect.KERAS_3,
          List.of(),
          Map.of(
              "conv2d", place("conv2d", "conv2d"),
              "batch_normalization", place("batch_normalization", "batch_normalization"),
              "conv2d_2", place("conv2d_2", "conv2d_1"),
              "conv2d_1", place("conv2d_1", "conv2d_2")),
          Map.of());

  private static Place place(String name, String path) {
    return new Place(name, name, path, true);
  }

  private static Conv2d conv(String name, String input, int filters) {
    Size2d one = Size2d.square(1);
    Window window = new Window(one, one, Padding.SAME);
    return new Conv2d(name, input, filters, window, 1, false, Activation.LINEAR);
  }

  private static StoredLayer kernel(String layer, int in, int out) {
    return stored(
        layer, new StoredArray(layer + "/kernel:0", new int[] {1, 1, in, out}, () -> null));
  }

  private static StoredLayer stored(String layer, StoredArray... arrays) {
    return new StoredLayer(layer, List.of(arrays));
  }

  private static StoredLayer norm(String layer, String... names) {
    List<StoredArray> arrays = new ArrayList<>();
    for (String name : names) {
      arrays.add(new StoredArray(layer + "/" + name + ":0", new int[] {4}, () -> null));
    }
    return new StoredLayer(layer, arrays);
  }

  private static StoredLayer norm(String layer) {
    return norm(layer, "gamma", "beta", "moving_mean", "moving_variance");
  }

  private static Assignment of(AssignBy assignBy, StoredLayer... layers) {
    KerasFile file = new KerasFile(Optional.empty(), Optional.empty(), assignBy, List.of(layers));
    return Assignment.of(CONFIG, PLAN, PLAN, file);
  }

  @Test
  void orderIsEnoughWhereNamesSayNothing() {
    Assignment assignment =
        of(ORDER_AND_NAME, kernel("first", 3, 4), norm("n"), kernel("x", 4, 4), kernel("y", 4, 4));
    assertThat(assignment.problems()).isEmpty();
    assertThat(assignment.rule()).isEqualTo("by order");
    assertThat(assignment.layers().get("conv2d_2").name()).isEqualTo("x");
  }

  @Test
  void namesAndOrderAgreeInFilesOfKeras() {
    Assignment assignment =
        of(
            ORDER_AND_NAME,
            kernel("conv2d_95", 3, 4),
            norm("batch_normalization_95"),
            kernel("conv2d_97", 4, 4),
            kernel("conv2d_96", 4, 4));
    assertThat(assignment.rule()).isEqualTo("by order, as the names say too");
    assertThat(assignment.layers().get("conv2d_2").name()).isEqualTo("conv2d_97");
  }

  @Test
  void namesDecideWhereTheShapesDoNotFollowTheOrder() {
    Assignment assignment =
        of(
            ORDER_AND_NAME,
            kernel("conv2d_2", 4, 4),
            kernel("conv2d_1", 3, 4),
            norm("batch_normalization_1"),
            kernel("conv2d_3", 4, 4));
    assertThat(assignment.rule()).isEqualTo("by name");
    assertThat(assignment.layers().get("conv2d").name()).isEqualTo("conv2d_1");
    assertThat(assignment.layers().get("conv2d_1").name()).isEqualTo("conv2d_2");
    assertThat(assignment.layers().get("conv2d_2").name()).isEqualTo("conv2d_3");
  }

  /** Branches of one shape, listed in the order of their making and not of the model. */
  private static final StoredLayer[] CREATION = {
    kernel("conv2d_1", 3, 4),
    norm("batch_normalization_1"),
    kernel("conv2d_2", 4, 4),
    kernel("conv2d_3", 4, 4)
  };

  @Test
  void whereOrderAndNamesCouldBothBeMeantOnlyTheUserCanTell() {
    assertThat(of(ORDER_AND_NAME, CREATION).problems())
        .singleElement()
        .asString()
        .contains(
            "by the order of the file layer conv2d_2 is conv2d_2, by the names it is conv2d_3")
        .contains("KerasImporting.assign(order) (as Keras does) or KerasImporting.assign(name)");
    assertThat(of(ORDER, CREATION).layers().get("conv2d_2").name()).isEqualTo("conv2d_2");
    assertThat(of(NAME, CREATION).layers().get("conv2d_2").name()).isEqualTo("conv2d_3");
    assertThat(of(NAME, CREATION).rule()).isEqualTo("by name");
  }

  @Test
  void namesThatTellOnlyPartAreAskedForThatPart() {
    assertThat(
            of(
                    ORDER_AND_NAME,
                    kernel("stem", 3, 4),
                    norm("batch_normalization"),
                    kernel("left", 4, 4),
                    kernel("right", 4, 4))
                .rule())
        .isEqualTo("by order");
    StoredLayer[] swapped = {
      kernel("conv2d", 3, 4), norm("n"), kernel("conv2d_3", 4, 4), kernel("conv2d_5", 4, 4)
    };
    assertThat(of(ORDER_AND_NAME, swapped).problems())
        .singleElement()
        .asString()
        .contains("layer conv2d_2 is conv2d_3, by the names it is conv2d_5");
  }

  @Test
  void keras3CountsWithinTheClass() {
    List<StoredLayer> layers =
        new ArrayList<>(
            List.of(
                kernel("conv2d", 3, 4),
                norm("batch_normalization"),
                kernel("conv2d_1", 4, 4),
                kernel("conv2d_2", 4, 4)));
    Collections.reverse(layers);
    Assignment assignment = of(PATH, layers.toArray(StoredLayer[]::new));
    assertThat(assignment.problems()).isEmpty();
    assertThat(assignment.layers().get("conv2d_2").name()).isEqualTo("conv2d_1");
  }

  @Test
  void whatIsLeftOverOrMissingIsListedWithItsShape() {
    assertThat(of(ORDER_AND_NAME, kernel("a", 3, 4), norm("n"), kernel("b", 4, 4)).problems())
        .containsExactly("not filled: conv2d_1 [kernel[1, 1, 4, 4]]");
    assertThat(
            of(
                    ORDER_AND_NAME,
                    kernel("a", 3, 4),
                    norm("n"),
                    kernel("b", 4, 4),
                    kernel("c", 4, 4),
                    kernel("d", 4, 9))
                .problems())
        .containsExactly("left over: d [d/kernel:0[1, 1, 4, 9]]");
  }

  @Test
  void bothSetsAreListedWithTheirShapes() {
    Remainder remainder =
        of(ORDER_AND_NAME, kernel("a", 3, 5), norm("n"), kernel("b", 4, 4)).remainder();
    assertThat(remainder.unused()).containsExactly("a/kernel:0[1, 1, 3, 5]");
    assertThat(remainder.unfilled())
        .containsExactly("conv2d/kernel[1, 1, 3, 4]", "conv2d_1/kernel[1, 1, 4, 4]");
    assertThat(remainder.summary())
        .isEqualTo(
            "1 stored array without a place: a/kernel:0[1, 1, 3, 5]; 2 parameters without an array:"
                + " conv2d/kernel[1, 1, 3, 4], conv2d_1/kernel[1, 1, 4, 4]");
  }

  @Test
  void wrongShapesAndSwappedArraysAreProblems() {
    assertThat(
            of(ORDER_AND_NAME, kernel("a", 3, 5), norm("n"), kernel("b", 4, 4), kernel("c", 4, 4))
                .problems())
        .singleElement()
        .asString()
        .contains("layer conv2d expects [kernel[1, 1, 3, 4]]", "found a with");
    StoredLayer swapped = norm("n", "beta", "gamma", "moving_mean", "moving_variance");
    assertThat(
            of(ORDER_AND_NAME, kernel("a", 3, 4), swapped, kernel("b", 4, 4), kernel("c", 4, 4))
                .problems())
        .singleElement()
        .asString()
        .contains("batch_normalization");
  }

  @Test
  void arraysAreNamedInThreeEras() {
    Map<String, String> names =
        Map.of(
            "block1_conv1_W_1:0", "kernel",
            "block1_conv1_b_1:0", "bias",
            "conv2d_1/kernel:0", "kernel",
            "conv_dw_1/depthwise_kernel:0", "kernel",
            "bn/moving_variance:0", "moving_variance");
    names.forEach((stored, role) -> assertThat(ArrayNames.parameter(stored)).contains(role));
    assertThat(ArrayNames.parameter("uniform1")).isEmpty();
    assertThat(ArrayNames.parameter("0")).isEmpty();
  }
}
