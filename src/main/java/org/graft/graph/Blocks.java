package org.graft.graph;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.graft.plan.GraphBlock;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Blocks that bring a graph of their own. */
record Blocks(SameDiff graph, Parameters parameters, Set<String> training) {
  /** The block's output for {@code x}; masks are multiplied by where they are trained with. */
  SDVariable output(GraphBlock layer, SDVariable x) {
    byte[] bytes = bytes(layer);
    String prefix = SameDiffNetwork.variable(layer.name(), "");
    Transplant moved = new Transplant(GraphFile.read(bytes, layer.name()), graph, prefix);
    moved.with(GraphBlock.FEATURES, x);
    layer.arrays().forEach(a -> moved.with(a.name(), parameters.get(layer, a.name())));
    for (GraphBlock.Mask mask : layer.masks()) {
      String name = SameDiffNetwork.variable(layer.name(), mask.name());
      if (training.contains(name)) {
        long[] shape = mask.shape().batched();
        moved.with(mask.name(), graph.placeHolder(name, DataType.FLOAT, shape));
      } else {
        moved.without(mask.name());
      }
    }
    return moved.move(GraphBlock.LOGITS);
  }

  static byte[] bytes(GraphBlock layer) {
    return Base64.getDecoder().decode(layer.graph());
  }

  /** The graph of a block, which takes its arrays as placeholders. */
  static String stripped(
      SameDiff from, Map<String, String> arrays, Iterable<GraphBlock.Mask> masks) {
    SameDiff bare = GraphFile.empty();
    Transplant moved = new Transplant(from, bare, "op/");
    placeHolder(moved, from, GraphBlock.FEATURES, bare, GraphBlock.FEATURES);
    arrays.forEach((variable, name) -> placeHolder(moved, from, variable, bare, name));
    masks.forEach(mask -> placeHolder(moved, from, mask.name(), bare, mask.name()));
    moved.move(GraphBlock.LOGITS).rename(GraphBlock.LOGITS);
    return Base64.getEncoder().encodeToString(GraphFile.write(bare));
  }

  private static void placeHolder(
      Transplant moved, SameDiff from, String variable, SameDiff bare, String name) {
    long[] shape = from.getVariable(variable).getShape();
    moved.with(variable, bare.placeHolder(name, DataType.FLOAT, shape));
  }
}
