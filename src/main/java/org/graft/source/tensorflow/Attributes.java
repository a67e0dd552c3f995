package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft.plan.Padding;
import org.graft.plan.Size2d;
import org.nd4j.shade.protobuf.TextFormat;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorShapeProto;

/**
 * The attributes of one node, each to be read or required by name. An attribute that nobody asked
 * for fails the import: what Graft does not know it might lose.
 */
final class Attributes {
  /** Types, and hints for a device; names that begin with an underscore are hints too. */
  private static final Set<String> OF_NO_MATTER =
      Set.of(
          "T",
          "U",
          "Tshape",
          "Tpaddings",
          "Tidx",
          "Tperm",
          "Tdim",
          "SrcT",
          "DstT",
          "Truncate",
          "N",
          "use_cudnn_on_gpu",
          "out_type",
          "dtype",
          "transpose_a_is_hint",
          "grad_a",
          "grad_b");

  private final Node node;
  private final Set<String> asked = new HashSet<>();

  Attributes(Node node) {
    this.node = node;
  }

  boolean flag(String name) {
    return value(name).getB();
  }

  /** A number of float32 as it was written: 0.001 for 0.0010000000475. */
  double number(String name) {
    return shortest(value(name).getF());
  }

  /** The shortest number that is this float, which is what was written. */
  static double shortest(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /** Accepts an attribute only if it is absent or false. */
  Attributes requireFalse(String name) {
    if (value(name).getB()) {
      throw unsupported(name);
    }
    return this;
  }

  /** Rows and columns of {@code [1, rows, columns, 1]}, or as {@code data_format} orders them. */
  Size2d size2d(String name) {
    return size(value(name).getList().getIList()).orElseThrow(() -> unsupported(name));
  }

  /** The same of numbers that the node reads. */
  Size2d size2d(long... sizes) {
    List<Long> list = Arrays.stream(sizes).boxed().toList();
    return size(list)
        .orElseThrow(() -> node.refusal("has a window of " + list + ", which is not supported"));
  }

  private Optional<Size2d> size(List<Long> sizes) {
    int rows = isTurned() ? 2 : 1;
    boolean fits =
        sizes.size() == 4
            && sizes.get(0) == 1
            && sizes.get(isTurned() ? 1 : 3) == 1
            && sizes.stream().allMatch(s -> s >= 1 && s <= Short.MAX_VALUE);
    return fits
        ? Optional.of(new Size2d(sizes.get(rows).intValue(), sizes.get(rows + 1).intValue()))
        : Optional.empty();
  }

  /** Whether maps are [channels, height, width]; fails on what is neither that nor the reverse. */
  boolean isTurned() {
    String format = has("data_format") ? value("data_format").getS().toStringUtf8() : "NHWC";
    if (!format.isEmpty() && !format.equals("NHWC") && !format.equals("NCHW")) {
      throw unsupported("data_format");
    }
    return format.equals("NCHW");
  }

  /** Top, bottom, left and right of {@code explicit_paddings}; empty without. */
  int[] border() {
    List<Long> list = value("explicit_paddings").getList().getIList();
    if (!value("padding").getS().toStringUtf8().equals("EXPLICIT")) {
      return new int[0];
    }
    int rows = isTurned() ? 4 : 2;
    int[] border = new int[4];
    for (int i = 0; i < list.size(); i++) {
      long amount = list.get(i);
      boolean spatial = i >= rows && i < rows + 4;
      if (list.size() != 8 || amount < 0 || amount > Short.MAX_VALUE || (!spatial && amount > 0)) {
        throw unsupported("explicit_paddings");
      }
      if (spatial) {
        border[i - rows] = (int) amount;
      }
    }
    return border;
  }

  /** Whether a convolution moves from cell to cell and sees one at a time. */
  boolean isPointwise() {
    return value("strides").getList().getIList().stream().allMatch(s -> s == 1)
        && value("dilations").getList().getIList().stream().allMatch(d -> d == 1)
        && value("padding").getS().toStringUtf8().equals("VALID");
  }

  Padding padding() {
    return switch (value("padding").getS().toStringUtf8()) {
      case "VALID" -> Padding.VALID;
      case "SAME" -> Padding.SAME;
      default -> throw unsupported("padding");
    };
  }

  List<Long> integers(String name) {
    return value(name).getList().getIList();
  }

  long integer(String name) {
    return value(name).getI();
  }

  boolean has(String name) {
    return node.attributes().containsKey(name);
  }

  /** Whether a stated shape, if any, allows this one. */
  boolean fits(String name, int... shape) {
    TensorShapeProto stated = value(name).getShape();
    if (!has(name) || stated.getUnknownRank()) {
      return true;
    }
    return stated.getDimCount() == shape.length
        && IntStream.range(0, shape.length)
            .allMatch(
                i -> stated.getDim(i).getSize() < 0 || stated.getDim(i).getSize() == shape[i]);
  }

  boolean hasType(String name, DataType type) {
    return !has(name) || value(name).getType() == type;
  }

  String shapeText(String name) {
    return value(name).getShape().getDimList().stream().map(d -> d.getSize()).toList().toString();
  }

  /** Fails on any attribute that was not asked for. */
  void finish() {
    for (String name : node.attributes().keySet()) {
      if (!name.startsWith("_") && !OF_NO_MATTER.contains(name) && !asked.contains(name)) {
        throw unsupported(name);
      }
    }
  }

  /** The value stated or the operation's default. Refuses what has neither. */
  AttrValue value(String name) {
    asked.add(name);
    if (!has(name) && OpDefinitions.of(node.op()).filter(d -> d.needs(name)).isPresent()) {
      throw node.refusal("lacks its attribute " + name + ", which has no default");
    }
    return node.attribute(name);
  }

  private RuntimeException unsupported(String name) {
    String value = TextFormat.shortDebugString(value(name));
    return node.refusal(
        "has %s = %s, which is not supported"
            .formatted(name, value.substring(0, Math.min(60, value.length()))));
  }
}
