package org.graft.api;

import java.util.Optional;
import org.graft.base.Base;
import org.graft.plan.Preprocessing;

/**
 * How pixels are prepared for a base.
 *
 * @param fixed in a way that is given; empty for that of the base's own training, which is looked
 *     for where nobody knows it
 */
public record Preparation(Optional<Preprocessing> fixed) {
  /** As in the base's own training. */
  public static final Preparation AS_TRAINED = new Preparation(Optional.empty());

  private static final String CATALOGUE = "catalogue";

  /** In a way that is given, whatever the base was trained with. */
  public static Preparation of(Preprocessing preprocessing) {
    return new Preparation(Optional.of(preprocessing));
  }

  /**
   * By name, {@code catalogue} being {@link #AS_TRAINED}.
   *
   * @throws org.graft.failure.InputException if there is none of that name
   */
  public static Preparation of(String name) {
    return name.equals(CATALOGUE) ? AS_TRAINED : of(Preprocessing.of(name));
  }

  /** For one base, as far as it is known without trying. */
  Preprocessing on(Base base) {
    return fixed.orElseGet(() -> base.facts().defaultPreprocessing());
  }

  /** Whether it has to be looked for, since nobody knows what the base was trained with. */
  boolean isOpen(Base base) {
    return fixed.isEmpty() && base.facts().preprocessing().isEmpty();
  }

  /** The name. */
  @Override
  public String toString() {
    return fixed.map(Preprocessing::toString).orElse(CATALOGUE);
  }
}
