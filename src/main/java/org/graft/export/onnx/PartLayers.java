package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Text;
import org.graft.plan.CenterCrop;
import org.graft.plan.ConstantPad;
import org.graft.plan.Crop2d;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Shape;
import org.graft.plan.Slice;
import org.graft.plan.Taps;
import org.graft.plan.ZeroPad2d;

/** Parts of maps and sequences, and what lies around them: ONNX Slice, Pad. */
final class PartLayers {
  private PartLayers() {}

  /** Axes of which one place is taken go. */
  static Flow sliced(Slice layer, Sheet sheet) {
    Shape in = sheet.in().shape();
    int[] from = new int[in.rank()];
    int[] to = new int[in.rank()];
    for (int axis = 0; axis < in.rank(); axis++) {
      from[axis] = layer.range(axis).first(in.axis(axis));
      to[axis] = layer.range(axis).end(in.axis(axis));
    }
    Flow part = part(sheet, sheet.in(), from, to);
    return part.shape().rank() == sheet.out().rank() ? part : sheet.reshaped(part, sheet.out());
  }

  static Flow cropped(Crop2d layer, Sheet sheet) {
    return partOfMap(sheet, layer.top(), layer.left());
  }

  static Flow centred(CenterCrop layer, Sheet sheet) {
    Shape in = sheet.in().shape();
    int top = (in.height() - layer.size().height()) / 2;
    return partOfMap(sheet, top, (in.width() - layer.size().width()) / 2);
  }

  private static Flow partOfMap(Sheet sheet, int top, int left) {
    Shape out = sheet.out();
    int[] to = {top + out.height(), left + out.width(), out.channels()};
    return part(sheet, sheet.in(), new int[] {top, left, 0}, to);
  }

  /** From places on up to others, axes in the plan's order without the batch. */
  static Flow part(Sheet sheet, Flow in, int[] from, int... to) {
    int rank = from.length + 1;
    long[] starts = new long[rank];
    long[] ends = new long[rank];
    int[] axes = in.shape().axes();
    ends[0] = Long.MAX_VALUE;
    for (int axis = 1; axis < rank; axis++) {
      starts[in.carriedAxis(axis)] = from[axis - 1];
      ends[in.carriedAxis(axis)] = to[axis - 1];
      axes[axis - 1] = to[axis - 1] - from[axis - 1];
    }
    GraphBuilder builder = sheet.builder();
    List<String> inputs =
        List.of(in.value(), builder.integers("starts", starts), builder.integers("ends", ends));
    return sheet.made("Slice", new Shape(axes), in.last(), inputs);
  }

  static Flow zeroPadded(ZeroPad2d layer, Sheet sheet) {
    List<Integer> before = List.of(layer.top(), layer.left(), 0);
    return padded(sheet, before, List.of(layer.bottom(), layer.right(), 0), 0, "constant");
  }

  /** An infinite value is the greatest number. */
  static Flow padded(ConstantPad layer, Sheet sheet) {
    double value = Math.max(-Float.MAX_VALUE, Math.min(layer.value(), Float.MAX_VALUE));
    return padded(sheet, layer.before(), layer.after(), value, "constant");
  }

  static Flow mirrored(MirrorPad2d layer, Sheet sheet) {
    List<Integer> before = List.of(layer.top(), layer.left(), 0);
    if (!layer.border()) {
      return padded(sheet, before, List.of(layer.bottom(), layer.right(), 0), 0, "reflect");
    }
    Shape in = sheet.in().shape();
    int[] rows = Taps.mirrored(in.height(), layer.top(), layer.bottom(), true);
    int[] columns = Taps.mirrored(in.width(), layer.left(), layer.right(), true);
    return AxisLayers.taken(sheet, AxisLayers.taken(sheet, sheet.in(), 1, rows), 2, columns);
  }

  private static Flow padded(
      Sheet sheet, List<Integer> before, List<Integer> after, double value, String mode) {
    Flow in = sheet.in();
    int rank = before.size() + 1;
    long[] pads = new long[2 * rank];
    for (int axis = 1; axis < rank; axis++) {
      pads[in.carriedAxis(axis)] = before.get(axis - 1);
      pads[in.carriedAxis(axis) + rank] = after.get(axis - 1);
    }
    List<String> inputs =
        new ArrayList<>(List.of(in.value(), sheet.builder().integers("pads", pads)));
    if (value != 0) {
      inputs.add(sheet.number("value", value));
    }
    return sheet.made("Pad", sheet.out(), in.last(), inputs, new Text("mode", mode));
  }
}
