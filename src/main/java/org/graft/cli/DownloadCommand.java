package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.api.Downloading;
import org.graft.download.Downloaded;
import org.graft.failure.InputException;

/** {@code graft download}: the official weights of a catalogue entry. */
@Parameters(commandDescription = "Fetch an official weights file, checked and resumable")
final class DownloadCommand extends Command {
  private static final long MEBIBYTE = 1 << 20;

  @Parameter(description = "NAME")
  private List<String> names = new ArrayList<>();

  @Parameter(
      names = "--to",
      description = "Folder for the file; by default downloads/ of GRAFT_HOME")
  private Path folder;

  @Override
  void run(Console console) {
    if (names.size() != 1) {
      throw new InputException(
          "name one file to download: " + String.join(", ", Downloading.names()));
    }
    Downloading asked = Downloading.of(names.get(0), target(console));
    ProgressBar bar = new ProgressBar(console, asked.file().file(), "MiB", MEBIBYTE, 0);
    Downloaded downloaded = asked.run(bar::show);
    console.result(
        "%s %s: %s",
        downloaded.fetched() ? "downloaded" : "already there:",
        downloaded.file(),
        downloaded.verification());
    console.result("import it with: graft import --keras %s", downloaded.file());
    console.json(
        "file", downloaded.file().toString(),
        "fetched", downloaded.fetched(),
        "verification", downloaded.verification());
  }

  private Path target(Console console) {
    return folder != null
        ? Destination.folder("--to", folder)
        : console.environment().home().resolve("downloads");
  }
}
