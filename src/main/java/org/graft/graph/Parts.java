package org.graft.graph;

import org.graft.plan.CenterCrop;
import org.graft.plan.Crop2d;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Slice;
import org.nd4j.autodiff.samediff.SDVariable;

/** Parts of maps and sequences, in SameDiff's operations. */
record Parts(Windows windows, Pointwise cells) {

  SDVariable cropped(SDVariable x, Crop2d layer) {
    long[] from = {0, layer.top(), layer.left(), 0};
    return windows.part(x, from, 0, -layer.bottom(), -layer.right(), 0);
  }

  SDVariable cropped(SDVariable x, CenterCrop layer, Shape in) {
    Size2d size = layer.size();
    int top = (in.height() - size.height()) / 2;
    int left = (in.width() - size.width()) / 2;
    long[] from = {0, top, left, 0};
    return windows.part(x, from, 0, top + size.height(), left + size.width(), 0);
  }

  SDVariable sliced(SDVariable x, Slice layer, Shape in) {
    long[] from = new long[in.rank() + 1];
    long[] to = new long[in.rank() + 1];
    for (int axis = 0; axis < in.rank(); axis++) {
      Slice.Range range = layer.range(axis);
      from[axis + 1] = range.first(in.axis(axis));
      to[axis + 1] = range.equals(Slice.Range.ALL) ? 0 : range.end(in.axis(axis));
    }
    SDVariable part = windows.part(x, from, to);
    Shape out = layer.outputShape(in);
    return out.rank() == in.rank() ? part : cells.reshaped(part, out);
  }
}
