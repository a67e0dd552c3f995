package org.graft.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the doctor measured. */
record Evidence(Map<String, Object> evidence) implements Section {
  @Override
  public String title() {
    return "Evidence";
  }

  @Override
  public void write(Html html) {
    Map<String, String> facts = new LinkedHashMap<>();
    evidence.forEach((name, value) -> facts.put(name.replace('_', ' '), Shown.value(value)));
    new Facts(title(), facts).write(html);
  }
}
