package org.graft.source.keras;

import org.graft.failure.InputException;

/** What decides which stored layer fills which layer of a network. */
public enum AssignBy {
  /** The path under which Keras 3 stores a layer. */
  PATH,
  /** The order of the layers, as before Keras 3, their names being asked whether they agree. */
  ORDER_AND_NAME,
  /** The order alone, whatever the names say. */
  ORDER,
  /** The names alone, whatever the order says. */
  NAME;

  /** What a user may choose, {@code order} or {@code name}; a user's mistake otherwise. */
  public static AssignBy of(String word) {
    return switch (word) {
      case "order" -> ORDER;
      case "name" -> NAME;
      default ->
          throw new InputException(
              "arrays are assigned by order or by name, not by '" + word + "'");
    };
  }
}
