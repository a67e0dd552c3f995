package org.graft.report;

import java.util.Map;

/** Names and what they stand for, in order. */
record Facts(String title, Map<String, String> facts) implements Section {
  @Override
  public boolean isEmpty() {
    return facts.isEmpty();
  }

  @Override
  public void write(Html html) {
    html.begin("dl");
    facts.forEach((name, value) -> html.leaf("dt", name).leaf("dd", value));
    html.end();
  }
}
