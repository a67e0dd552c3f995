package org.graft.source.tensorflow;

/** One output of a node, as another node reads it. */
record Edge(String node, int output) {
  /** The only output, or the first. */
  static Edge of(String node) {
    return new Edge(node, 0);
  }

  /** Reads {@code name} or {@code name:2}, as graphs outside functions write it. */
  static Edge parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return of(text);
    }
    try {
      return new Edge(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return new Edge(text, 0);
    }
  }

  @Override
  public String toString() {
    return output == 0 ? node : node + ":" + output;
  }
}
