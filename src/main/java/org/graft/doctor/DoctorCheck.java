package org.graft.doctor;

import java.util.List;
import java.util.Map;

/** One cause looked for by the cheapest experiment that can show it. */
@FunctionalInterface
interface DoctorCheck {
  /**
   * What speaks for the cause.
   *
   * @param lab runs experiments, each once
   * @param evidence takes what was measured, under stable names
   * @return nothing where nothing speaks for it
   */
  List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence);
}
