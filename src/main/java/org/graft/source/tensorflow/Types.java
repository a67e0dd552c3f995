package org.graft.source.tensorflow;

import java.util.Optional;
import java.util.Set;
import org.graft.plan.Layer;
import org.tensorflow.framework.DataType;

/**
 * The types that a graph computes in. A plan computes in float32: what a graph says in another
 * float type is computed more precisely, and whole numbers are only moved and made fractions.
 */
final class Types {
  private static final Set<DataType> FRACTIONS =
      Set.of(DataType.DT_FLOAT, DataType.DT_HALF, DataType.DT_BFLOAT16, DataType.DT_DOUBLE);

  /** Whole numbers from the narrowest: each holds all that those before it hold. */
  private static final Set<DataType> LEVELS = Set.of(DataType.DT_UINT8, DataType.DT_UINT16);

  private static final Set<DataType> WIDER =
      Set.of(DataType.DT_UINT16, DataType.DT_INT32, DataType.DT_INT64);

  private Types() {}

  static boolean isPixel(DataType type) {
    return FRACTIONS.contains(type) || isLevels(type);
  }

  /** Whether images of this type hold pixel levels, 0..255. */
  static boolean isLevels(DataType type) {
    return type == DataType.DT_UINT8 || type == DataType.DT_INT32;
  }

  /** Refuses arithmetic on whole numbers, which rounds or wraps as float32 does not. */
  static void requireFractions(Node node, Rules.Rule rule) {
    Attributes a = new Attributes(node);
    DataType type = a.has("T") ? a.value("T").getType() : DataType.DT_FLOAT;
    if (!rule.is(Rules.Trait.MOVES) && !FRACTIONS.contains(type)) {
      throw node.refusal("computes in " + type + ", which rounds or wraps; DT_FLOAT is expected");
    }
  }

  /** Only what changes no value: between float types, and whole levels to what holds them all. */
  static Optional<Layer> cast(RuleContext s) {
    Attributes a = s.attributes();
    DataType from = a.value("SrcT").getType();
    DataType to = a.value("DstT").getType();
    boolean same = from == to || FRACTIONS.contains(to);
    boolean widened =
        (LEVELS.contains(from) && WIDER.contains(to))
            || (from == DataType.DT_INT32 && to == DataType.DT_INT64);
    if (!same && !widened) {
      throw s.refusal("rounds " + from + " to " + to + ", which no layer does");
    }
    return Optional.empty();
  }
}
