package org.graft.export.onnx;

import java.util.List;
import java.util.Optional;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a variable of a SameDiff graph turned out to hold.
 *
 * @param axes with the batch, or multiples of it, as symbols
 * @param array its values, if nothing that enters has a part in them
 */
record Seen(Element element, List<Dimension> axes, Optional<INDArray> array) {
  Seen {
    axes = List.copyOf(axes);
  }

  int rank() {
    return axes.size();
  }

  /** An axis, counted from the end if negative. */
  Dimension axis(int index) {
    return axes.get(place(index));
  }

  /** Where an axis that may be counted from the end stands. */
  int place(long axis) {
    return Math.toIntExact(axis < 0 ? axis + rank() : axis);
  }

  /** An axis that must have one length whatever the batch. */
  int length(SameDiffOperation reader, int index) {
    Dimension axis = axis(index);
    reader.require(axis.isKnown(), "depends on the size of the batch");
    return Math.toIntExact(axis.length());
  }
}
