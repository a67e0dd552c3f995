package org.graft.api;

import java.nio.file.Path;
import java.util.List;
import org.graft.base.Catalogue;
import org.graft.download.Download;
import org.graft.download.Downloaded;
import org.graft.download.OfficialFile;
import org.graft.download.ProgressListener;

/**
 * An official file of weights to be fetched: what {@code graft download} does.
 *
 * @param folder it goes into, under its published name; made if it is not there
 */
public record Downloading(OfficialFile file, Path folder) {
  /** Names of all official files. */
  public static List<String> names() {
    return Catalogue.load().downloads();
  }

  /**
   * The file of that name.
   *
   * @throws org.graft.failure.InputException if there is none, with near names
   */
  public static Downloading of(String name, Path folder) {
    return new Downloading(Catalogue.load().download(name), folder);
  }

  /**
   * Fetches it unless it is there already, going on where an earlier download stopped. It gets its
   * name only when it is whole and its checksum is right.
   *
   * @throws org.graft.failure.InputException if another file has its name
   * @throws org.graft.failure.WorkFailedException if it cannot be fetched; what came is kept
   */
  public Downloaded run(ProgressListener listener) {
    return Download.to(file, folder, listener);
  }
}
