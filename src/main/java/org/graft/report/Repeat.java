package org.graft.report;

/** The command that does the same again; empty where it was not kept. */
record Repeat(String title, String command) implements Section {
  @Override
  public boolean isEmpty() {
    return command.isEmpty();
  }

  @Override
  public void write(Html html) {
    html.begin("pre").leaf("code", command).end();
  }
}
