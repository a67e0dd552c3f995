package org.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.graft.base.Catalogue;
import org.graft.failure.InputException;
import org.graft.source.keras.DirectReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  private static Plan base(String name) {
    Catalogue catalogue = Catalogue.load();
    return DirectReader.read(catalogue.config(name)).upTo(catalogue.entry(name).featureLayer());
  }

  @ParameterizedTest
  @CsvSource({"vgg16, 32, 14714688", "inception_v3, 75, 21802784"})
  void smallestImageAndParametersAreThoseOfKeras(String name, int size, long parameters) {
    assertThat(base(name).minimumSize()).isEqualTo(size);
    assertThat(base(name).parameterCount()).isEqualTo(parameters);
  }

  @Test
  void aTooSmallImageEmptiesANamedLayer() {
    assertThat(base("inception_v3").firstEmptyLayer(Shape.square(32, 3))).contains("conv2d_26");
    assertThat(base("vgg16").firstEmptyLayer(Shape.square(31, 3))).contains("block5_pool");
    assertThat(base("vgg16").firstEmptyLayer(Shape.square(32, 3))).isEmpty();
  }

  @Test
  void shapesFollowTheImage() {
    assertThat(base("vgg16").shapes(Shape.square(224, 3)).get("block5_pool"))
        .isEqualTo(new Shape(7, 7, 512));
    assertThat(base("inception_v3").shapes(Shape.square(299, 3)).get("mixed10"))
        .isEqualTo(new Shape(8, 8, 2048));
    assertThat(base("mobilenet").shapes(Shape.square(33, 3)).get("conv1_relu"))
        .isEqualTo(new Shape(17, 17, 32));
  }

  @Test
  void aCutKeepsWhatTheLayerReadsAndNothingElse() {
    Plan plan = branches();
    assertThat(plan.upTo("b").layers()).extracting(Layer::name).containsExactly("in", "b");
    assertThat(plan.upTo("sum").layers()).isEqualTo(plan.layers());
    assertThatThrownBy(() -> plan.upTo("summ"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("there is no layer 'summ'; did you mean sum");
  }

  @Test
  void layersStandBehindWhatTheyReadAndBearTheirOwnNames() {
    Input in = new Input("in", Shape.square(4, 3));
    Flatten flat = new Flatten("flat", "later");
    assertThatThrownBy(() -> new Plan(List.of(in, flat)))
        .hasMessageContaining("reads [later], not all of it before it");
    assertThatThrownBy(() -> new Plan(List.of(in, new Flatten("in", "in"))))
        .hasMessageContaining("two layers are called in");
    assertThatThrownBy(() -> new Plan(List.of(flat)));
  }

  @Test
  void weightsMustFillThePlanExactly() {
    Plan plan = new Plan(List.of(new Input("in", new Shape(2)), dense("d", "in")));
    Tensor kernel = new Tensor(new float[6], 2, 3);
    assertThatThrownBy(() -> new Model(plan, Weights.none()))
        .hasMessageContaining("layer d (Dense) expects kernel[2, 3], found none");
    assertThatThrownBy(
            () ->
                new Model(
                    plan,
                    Weights.builder().put("d", "kernel", new Tensor(new float[6], 3, 2)).build()))
        .hasMessageContaining(
            "layer d (Dense) expects kernel[2, 3], found kernel[3, 2] (the same axes in another"
                + " order, as other frameworks keep them)");
    assertThatThrownBy(
            () ->
                new Model(
                    plan,
                    Weights.builder()
                        .put("d", "kernel", new Tensor(new float[1], 1, 1))
                        .put("d", "bias", kernel)
                        .build()))
        .hasMessageContaining(
            "expects kernel[2, 3], found kernel[1, 1] (one number for all channels), found"
                + " bias[2, 3], which it has no use for");
    assertThatThrownBy(
            () ->
                new Model(
                    plan,
                    Weights.builder()
                        .put("d", "kernel", kernel)
                        .put("x", "kernel", kernel)
                        .build()))
        .hasMessageContaining("weights without a layer: x");
  }

  @ParameterizedTest
  @CsvSource({
    "7, 3, 2, 3, 4",
    "8, 3, 2, 3, 4",
    "2, 3, 2, 0, 1",
    "1, 3, 2, 0, 1",
    "-1, 3, 2, -1, -1"
  })
  void windowsCountAsTensorFlowDoes(int length, int window, int stride, int valid, int same) {
    assertThat(Padding.VALID.outputLength(length, window, stride)).isEqualTo(valid);
    assertThat(Padding.SAME.outputLength(length, window, stride)).isEqualTo(same);
  }

  private static Dense dense(String name, String input) {
    return new Dense(name, input, 3, false, Activation.LINEAR);
  }

  private static Plan branches() {
    return new Plan(
        List.of(
            new Input("in", new Shape(2)),
            dense("a", "in"),
            dense("b", "in"),
            new Elementwise("sum", List.of("a", "b"), Arithmetic.ADD)));
  }
}
