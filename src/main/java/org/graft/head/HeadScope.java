package org.graft.head;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.graft.graph.GraphFile;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.GraphBlock;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a head of one's own is written in: its graph, its features, and where weights come from. */
public final class HeadScope {
  private final SameDiff graph = GraphFile.empty();
  private final Shape shape;
  private final int outputs;
  private final RandomGenerator random;
  private final SDVariable features;
  private final Map<String, INDArray> example = new LinkedHashMap<>();

  HeadScope(Shape shape, int outputs, RandomGenerator random) {
    this.shape = shape;
    this.outputs = outputs;
    this.random = random;
    this.features = graph.placeHolder(GraphBlock.FEATURES, DataType.FLOAT, shape.batched());
    example.put(GraphBlock.FEATURES, SameDiffNetwork.ones(1, shape));
  }

  /** The graph that the head is written in. Its variables, all of them float32, are trained. */
  public SameDiff graph() {
    return graph;
  }

  /** Whether a variable is of this graph, not only of the same name. */
  @SuppressWarnings("ReferenceEquality")
  boolean owns(SDVariable variable) {
    return variable.getSameDiff() == graph;
  }

  /** A placeholder {@code [batch, …]} float32 with what the base gives of each image. */
  public SDVariable features() {
    return features;
  }

  /** The shape of one image's features: {@code [channels]} or {@code [height, width, channels]}. */
  public Shape shape() {
    return shape;
  }

  /** How many logits an image gets: one for each class. */
  public int outputs() {
    return outputs;
  }

  /** A variable {@code [in, out]} from Keras' default initialiser, Glorot's uniform one. */
  public SDVariable kernel(String name, int in, int out) {
    return kernel(name, in, out, Initializer.GLOROT_UNIFORM);
  }

  /** The same from another initialiser. */
  public SDVariable kernel(String name, int in, int out, Initializer initializer) {
    return graph.var(name, SameDiffNetwork.toNative(initializer.kernel(in, out, random)));
  }

  /** A variable {@code [length]} that products are summed with: a kernel {@code [length, 1]}. */
  public SDVariable vector(String name, int length) {
    Tensor kernel = Initializer.GLOROT_UNIFORM.kernel(length, 1, random);
    return graph.var(name, SameDiffNetwork.toNative(Tensor.vector(kernel.values())));
  }

  /** A variable of zeros. */
  public SDVariable zeros(String name, long... axes) {
    return graph.var(name, Nd4j.zeros(DataType.FLOAT, axes));
  }

  /** A variable of ones. */
  public SDVariable ones(String name, long... axes) {
    return graph.var(name, Nd4j.ones(DataType.FLOAT, axes));
  }

  /**
   * {@code x} times a kernel plus a bias: Keras' {@code Dense} without activation.
   *
   * @param x {@code [batch, in]}
   * @param name of the layer; its variables are {@code name.kernel} and {@code name.bias}
   */
  public SDVariable dense(String name, SDVariable x, int in, int out) {
    return x.mmul(kernel(name + ".kernel", in, out)).add(zeros(name + ".bias", out));
  }

  /**
   * {@code x} with a share of its values at zero in training and the others scaled by {@code 1/(1 -
   * rate)}, as Keras' {@code Dropout}; {@code x} itself in inference. SameDiff's own has no
   * gradient.
   *
   * @param x {@code [batch, …]}
   * @param rate 0 to below 1
   * @throws IllegalArgumentException for another rate
   */
  public SDVariable dropout(SDVariable x, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout of " + rate + ", expected 0 to below 1");
    }
    String name = "dropout_" + rate + "_" + example.size();
    INDArray one = graph.outputSingle(example, x.name());
    long[] axes = one.shape().clone();
    example.put(name, Nd4j.ones(DataType.FLOAT, axes));
    axes[0] = -1;
    return x.mul(graph.placeHolder(name, DataType.FLOAT, axes));
  }
}
