package org.graft.cli;

import java.nio.file.Path;

/**
 * Several command lines in one process, so that an archive of classes made of it holds them all.
 */
public final class SeveralLines {
  private SeveralLines() {}

  /** Arguments are the lines, their words parted by spaces; a home is taken as a process' own. */
  public static void main(String[] lines) {
    for (String line : lines) {
      CommandRun run =
          CommandRun.of(Path.of(System.getenv("GRAFT_HOME")), (Object[]) line.split(" "));
      if (run.exitCode() != 0) {
        System.err.println(line + ": " + run.err());
        System.exit(run.exitCode());
      }
    }
    System.exit(0);
  }
}
