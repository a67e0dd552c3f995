package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What layers are called: the last word of their scope, as Keras called them, without the number
 * that TensorFlow adds when a scope is opened again ({@code block1_conv1_1} → {@code
 * block1_conv1}).
 */
final class Names {
  private static final String COUNT = "_\\d+$";

  private Names() {}

  /** Layers' names by node, for these nodes in order; no two are the same. */
  static Map<String, String> of(List<Node> nodes) {
    Map<String, List<Node>> scopes = new LinkedHashMap<>();
    nodes.forEach(
        n -> scopes.computeIfAbsent(Scopes.layer(n.name()), s -> new ArrayList<>()).add(n));
    Map<String, String> shortNames = shortened(scopes.keySet());
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    Map<String, Integer> again = new HashMap<>();
    scopes.forEach(
        (scope, members) -> {
          for (int i = members.size() - 1; i >= 0; i--) {
            boolean plain = i == members.size() - 1 && !shortNames.get(scope).isEmpty();
            String own = Scopes.last(members.get(i).name()).toLowerCase(Locale.ROOT);
            String name = plain ? shortNames.get(scope) : joined(shortNames.get(scope), own);
            names.put(members.get(i).name(), free(name, taken, again));
          }
        });
    return names;
  }

  private static String joined(String scope, String own) {
    return scope.isEmpty() ? own : scope + "_" + own;
  }

  private static String free(String name, Set<String> taken, Map<String, Integer> again) {
    String free = name;
    while (!taken.add(free)) {
      free = name + "_" + again.merge(name, 1, Integer::sum);
    }
    return free;
  }

  /** A short name for each scope, distinct; empty for the model's own and the root. */
  private static Map<String, String> shortened(Set<String> scopes) {
    String model = model(scopes);
    Map<String, String> inner = new LinkedHashMap<>();
    for (String scope : scopes) {
      inner.put(
          scope,
          scope.equals(model)
              ? ""
              : scope.startsWith(model + "/") ? scope.substring(model.length() + 1) : scope);
    }
    return Stream.of(
            counted(inner) ? mapped(inner, Names::uncountedLast) : mapped(inner, Scopes::last),
            mapped(inner, Scopes::last))
        .filter(Names::isDistinct)
        .findFirst()
        .orElseGet(() -> mapped(inner, scope -> scope.replace('/', '_')));
  }

  /** The first word of all scopes if they share it; what Keras calls the model. */
  private static String model(Set<String> scopes) {
    List<String> first =
        scopes.stream()
            .filter(s -> !s.isEmpty())
            .map(s -> s.substring(0, (s + "/").indexOf('/')))
            .distinct()
            .toList();
    boolean inner = scopes.stream().anyMatch(s -> s.contains("/"));
    return first.size() == 1 && inner ? first.get(0) : "";
  }

  /** Whether all scopes bear a number, which then is TensorFlow's and not their own. */
  private static boolean counted(Map<String, String> scopes) {
    return scopes.values().stream()
        .filter(s -> !s.isEmpty())
        .allMatch(s -> !s.replaceFirst(COUNT, "").equals(s));
  }

  private static String uncountedLast(String scope) {
    return Scopes.last(scope).replaceFirst(COUNT, "");
  }

  private static Map<String, String> mapped(
      Map<String, String> scopes, UnaryOperator<String> rule) {
    Map<String, String> mapped = new LinkedHashMap<>();
    scopes.forEach((scope, inner) -> mapped.put(scope, rule.apply(inner)));
    return mapped;
  }

  private static boolean isDistinct(Map<String, String> names) {
    return names.values().stream().filter(n -> !n.isEmpty()).allMatch(new HashSet<>()::add);
  }
}
