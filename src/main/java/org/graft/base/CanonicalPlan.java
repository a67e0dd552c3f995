package org.graft.base;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.BatchNorm;
import org.graft.plan.Concat;
import org.graft.plan.Convolution;
import org.graft.plan.Elementwise;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Pool2d;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;

/**
 * A plan in one of the many ways in which Keras' versions and TensorFlow write the same network:
 * without layers that do nothing in inference; zeros around a map as a part of the convolution that
 * reads them, where they are those of 'same' at the plan's own size; functions as layers of their
 * own, and those that are made of others written out; batch normalisation as one affine; colours
 * that are prepared one by one as one picture. Layers keep the names by which their values are
 * known in the plan; a name with a colon is none of its.
 */
final class CanonicalPlan {
  private final boolean folded;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, Layer> byName = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();

  private CanonicalPlan(boolean folded) {
    this.folded = folded;
  }

  /**
   * The canonical form.
   *
   * @param side of the images where the plan does not state it, in pixels
   * @param folded whether batch normalisation is a part of the convolution that it reads, as in
   *     files made for inference
   * @throws IllegalArgumentException if the plan takes no images of that side
   */
  static Plan of(Plan plan, int side, boolean folded) {
    Shape image = plan.input().shape();
    boolean free = image.height() == Shape.FREE || image.width() == Shape.FREE;
    Plan sized = free ? plan.withInput(Shape.square(side, image.channels())) : plan;
    CanonicalPlan canonical = new CanonicalPlan(folded);
    sized.layers().forEach(canonical::take);
    return new Plan(canonical.layers).upTo(canonical.sources.get(plan.output().name()));
  }

  private void take(Layer given) {
    Layer layer = given.withInputs(given.inputs().stream().map(sources::get).toList());
    boolean nothing = isNothing(layer);
    sources.put(layer.name(), nothing ? layer.inputs().get(0) : layer.name());
    if (layer instanceof Convolution convolution) {
      convolution(convolution);
    } else if (layer instanceof BatchNorm norm) {
      batchNorm(norm);
    } else if (layer instanceof Pool2d pool) {
      pool(pool);
    } else if (layer instanceof Reshape reshape) {
      reshape(reshape);
    } else if (layer instanceof Concat concat) {
      SplitColours.of(concat, byName, shapes).orElse(List.of(concat)).forEach(this::put);
    } else if (!nothing) {
      put(layer instanceof Activate activate ? writtenOut(activate) : layer);
    }
  }

  private void put(Layer layer) {
    layers.add(layer);
    byName.put(layer.name(), layer);
    shapes.put(layer.name(), layer.outputShape(layer.inputs().stream().map(shapes::get).toList()));
  }

  private static boolean isNothing(Layer layer) {
    return Identities.isIdentity(layer)
        || (layer instanceof ZeroPad2d pad && borders(pad).equals(NO_BORDERS));
  }

  private static final List<Integer> NO_BORDERS = List.of(0, 0, 0, 0);

  /** Zeros above, below, left and right. */
  private static List<Integer> borders(ZeroPad2d pad) {
    return List.of(pad.top(), pad.bottom(), pad.left(), pad.right());
  }

  /** The zeros that 'same' puts around a map of that shape. */
  private static List<Integer> same(Window window, Shape in) {
    List<Integer> rows = same(in.height(), window.reach().height(), window.strides().height());
    List<Integer> columns = same(in.width(), window.reach().width(), window.strides().width());
    return List.of(rows.get(0), rows.get(1), columns.get(0), columns.get(1));
  }

  private static List<Integer> same(int length, int window, int stride) {
    int out = Padding.SAME.outputLength(length, window, stride);
    int missing = Math.max(0, (out - 1) * stride + window - length);
    return List.of(missing / 2, missing - missing / 2);
  }

  /** A linear convolution, and behind it the function that it ends in. */
  private void convolution(Convolution given) {
    Convolution padded = padded(given);
    if (given.activation() == Activation.LINEAR) {
      put(padded);
    } else {
      String linear = given.name() + ":linear";
      put(padded.rebuilt(linear, padded.window(), padded.bias(), Activation.LINEAR));
      put(writtenOut(new Activate(given.name(), linear, given.activation())));
    }
  }

  private Convolution padded(Convolution given) {
    Window window = given.window();
    if (window.padding() == Padding.SAME) {
      return given;
    }
    if (byName.get(given.input()) instanceof ZeroPad2d pad
        && borders(pad).equals(same(window, shapes.get(pad.input())))) {
      return asSame((Convolution) given.withInputs(List.of(pad.input())));
    }
    return same(window, shapes.get(given.input())).equals(NO_BORDERS) ? asSame(given) : given;
  }

  private static Convolution asSame(Convolution given) {
    Window same = withPadding(given.window(), Padding.SAME);
    return given.rebuilt(given.name(), same, given.bias(), given.activation());
  }

  private static Window withPadding(Window window, Padding padding) {
    return new Window(window.size(), window.strides(), window.dilation(), padding);
  }

  /**
   * One affine, whatever of it the file keeps. The bias of the convolution before belongs to it.
   */
  private void batchNorm(BatchNorm norm) {
    if (!(byName.get(norm.input()) instanceof Convolution conv)
        || conv.activation() != Activation.LINEAR) {
      put(new BatchNorm(norm.name(), norm.input(), 0, true, true));
    } else if (folded) {
      put(conv.rebuilt(norm.name(), conv.window(), true, Activation.LINEAR));
    } else {
      String plain = norm.name() + ":kernel";
      put(conv.rebuilt(plain, conv.window(), false, Activation.LINEAR));
      put(new BatchNorm(norm.name(), plain, 0, true, true));
    }
  }

  /** Without a border 'same' and 'valid' are one. */
  private void pool(Pool2d given) {
    Window window = given.window();
    boolean plain = same(window, shapes.get(given.input())).equals(NO_BORDERS);
    Window canonical = plain ? withPadding(window, Padding.VALID) : window;
    put(new Pool2d(given.name(), given.input(), given.reduction(), canonical));
  }

  /** A pooled vector made a map of one cell is what the pool gives that keeps its axes. */
  private void reshape(Reshape given) {
    Shape cell = Shape.square(1, given.target().channels());
    if (byName.get(given.input()) instanceof GlobalPool pool && given.target().equals(cell)) {
      put(new GlobalPool(given.name(), pool.input(), pool.reduction(), true));
    } else {
      put(given);
    }
  }

  /** SiLU and the hard functions by what they are made of; the last layer is left to be put. */
  private Layer writtenOut(Activate given) {
    String name = given.name();
    String input = given.input();
    switch (given.activation()) {
      case SILU, HARD_SILU -> {
        boolean hard = given.activation() == Activation.HARD_SILU;
        String gate = name + ":gate";
        Activation sigmoid = hard ? Activation.HARD_SIGMOID : Activation.SIGMOID;
        put(writtenOut(new Activate(gate, input, sigmoid)));
        return new Elementwise(name, List.of(input, gate), Arithmetic.MULTIPLY);
      }
      case HARD_SIGMOID -> {
        put(new Rescale(name + ":shift", input, List.of(1f), List.of(3f)));
        put(new Activate(name + ":relu6", name + ":shift", Activation.RELU6));
        return new Rescale(name, name + ":relu6", List.of(1 / 6f), List.of(0f));
      }
      default -> {
        return given;
      }
    }
  }
}
