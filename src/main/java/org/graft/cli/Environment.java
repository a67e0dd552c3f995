package org.graft.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a command has of the world.
 *
 * @param home the folder of shelf and downloads
 * @param columns how wide the terminal is that standard error goes to, 0 if it goes to none
 * @param root the folder of this project, where the demo data is
 */
record Environment(
    InputStream in,
    PrintStream out,
    PrintStream err,
    int columns,
    Path home,
    Path root,
    Clock clock) {
  /** Whether somebody watches standard error. */
  boolean terminal() {
    return columns > 0;
  }
}
