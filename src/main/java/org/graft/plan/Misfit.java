package org.graft.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** In words: which arrays of a layer are not those that it needs, and what that may come from. */
final class Misfit {
  private Misfit() {}

  /** {@code layer conv1 (Conv2d) expects bias[8], found bias[1]; …}. */
  static String of(Layer layer, List<Parameter> needed, List<Parameter> given) {
    List<String> apart = new ArrayList<>();
    for (Parameter parameter : needed) {
      Optional<Parameter> own = find(given, parameter.name());
      if (own.isEmpty()) {
        apart.add("expects " + parameter + ", found none");
      } else if (!own.get().equals(parameter)) {
        apart.add("expects " + parameter + ", found " + own.get() + cause(parameter, own.get()));
      }
    }
    given.stream()
        .filter(own -> find(needed, own.name()).isEmpty())
        .forEach(own -> apart.add("found " + own + ", which it has no use for"));
    String what = apart.isEmpty() ? "has its arrays in another order" : String.join(", ", apart);
    return "layer " + layer.name() + " (" + layer.kindName() + ") " + what;
  }

  private static Optional<Parameter> find(List<Parameter> parameters, String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private static String cause(Parameter needed, Parameter given) {
    int[] wanted = needed.shape().clone();
    int[] found = given.shape().clone();
    if (given.size() == 1) {
      return " (one number for all channels)";
    }
    Arrays.sort(wanted);
    Arrays.sort(found);
    if (Arrays.equals(wanted, found)) {
      return " (the same axes in another order, as other frameworks keep them)";
    }
    return needed.size() == given.size()
        ? " (as many values in another shape)"
        : " (of a network that is built otherwise)";
  }
}
