package org.graft.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a command has of the world.
 *
 * @param home the folder of shelf and downloads
 * @param terminal whether somebody watches standard error
 * @param root the folder of this project, where the demo data is
 */
record Environment(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Path home,
    Path root,
    Clock clock) {}
