package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.nio.file.Path;

/** Where the runs are that a command takes one of. */
final class RunsOption {
  @Parameter(names = "--runs", description = "Folder that runs are in")
  private Path runs = Path.of("runs");

  Path folder() {
    return runs;
  }
}
