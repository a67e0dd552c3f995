package org.graft.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the doctor measured, in words, folded until it is asked for. */
record Evidence(String title, Map<String, Object> evidence) implements Section {
  @Override
  public boolean isEmpty() {
    return evidence.isEmpty();
  }

  @Override
  public void write(Html html) {
    Map<String, String> facts = new LinkedHashMap<>();
    evidence.forEach((name, value) -> facts.put(EvidenceWords.of(name), Shown.value(value)));
    html.begin("details").leaf("summary", "All " + evidence.size() + " figures");
    new Facts(title(), facts).write(html);
    html.end();
  }
}
