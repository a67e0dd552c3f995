package org.graft.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/** What a command has of the world: two streams, the home of shelf and caches, a clock. */
record Environment(PrintStream out, PrintStream err, Path home, Clock clock) {}
