package org.graft.doctor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a doctor found.
 *
 * @param layer where it shows, if it shows in one layer
 * @param reason one sentence
 * @param evidence what was measured, in order: numbers, flags and names
 * @param cure options to give, or what to do; empty where all is well
 * @param before test accuracy as the user ran it, 0..1
 * @param after test accuracy once cured; empty where no run can show it
 * @param trials every remedy that was tried, with its accuracy on held-out training images
 */
public record Diagnosis(
    Cause verdict,
    Optional<String> layer,
    String reason,
    Map<String, Object> evidence,
    String cure,
    double before,
    OptionalDouble after,
    List<Trial> trials) {
  public Diagnosis {
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    trials = List.copyOf(trials);
  }

  /** A remedy and the accuracy on held-out training images that it brought, 0..1. */
  public record Trial(Cause cause, String remedy, double accuracy) {}
}
