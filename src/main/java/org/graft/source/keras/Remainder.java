package org.graft.source.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graft.failure.Hint;
import org.graft.plan.Parameter;

/**
 * What an assignment leaves over on both sides, each with its shape.
 *
 * @param unused stored arrays without a place
 * @param unfilled parameters without an array
 */
public record Remainder(List<String> unused, List<String> unfilled) {
  private static final int SHORT = 12;

  public Remainder {
    unused = List.copyOf(unused);
    unfilled = List.copyOf(unfilled);
  }

  /** Both sets in a line, the beginning of each where they are long. */
  public String summary() {
    return said(unused, "stored array", "without a place")
        + "; "
        + said(unfilled, "parameter", "without an array");
  }

  /** Both sets, an entry a line. */
  public List<String> lines() {
    return Stream.concat(
            unused.stream().map(array -> "stored, without a place: " + array),
            unfilled.stream().map(parameter -> "needed, without an array: " + parameter))
        .toList();
  }

  private static String said(List<String> all, String what, String state) {
    if (all.isEmpty()) {
      return "no " + what + " " + state;
    }
    String some = String.join(", ", all.subList(0, Math.min(SHORT, all.size())));
    String more =
        all.size() > SHORT
            ? " and " + (all.size() - SHORT) + " more (" + Hint.DETAILS + " lists all)"
            : "";
    String several = all.size() == 1 ? " " : "s ";
    return all.size() + " " + what + several + state + ": " + some + more;
  }

  /** Collects what is left over, layer by layer. */
  static final class Builder {
    private final List<String> unused = new ArrayList<>();
    private final List<String> unfilled = new ArrayList<>();

    void unused(StoredLayer layer) {
      layer.arrays().forEach(array -> unused(layer, array));
    }

    void unfilled(String layer, List<Parameter> parameters) {
      parameters.forEach(parameter -> unfilled.add(layer + "/" + parameter));
    }

    /** A layer that does not fit its place: of as many arrays as parameters only the unfit. */
    void misfit(String layer, List<Parameter> parameters, StoredLayer stored) {
      List<StoredArray> arrays = stored.arrays();
      for (int i = 0; i < Math.max(arrays.size(), parameters.size()); i++) {
        boolean paired = arrays.size() == parameters.size();
        if (paired && arrays.get(i).fits(parameters.get(i))) {
          continue;
        }
        if (i < arrays.size()) {
          unused(stored, arrays.get(i));
        }
        if (i < parameters.size()) {
          unfilled.add(layer + "/" + parameters.get(i));
        }
      }
    }

    Remainder build() {
      return new Remainder(unused, unfilled);
    }

    private void unused(StoredLayer layer, StoredArray array) {
      boolean told = array.name().startsWith(layer.name());
      unused.add(told ? array.toString() : layer.name() + "/" + array);
    }
  }
}
