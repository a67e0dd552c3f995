package org.graft.doctor;

import java.nio.file.Path;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;

/**
 * Who was examined, and what was found: written as {@code doctor.json}.
 *
 * @param format version of this record
 * @param base name on the shelf
 * @param size side of the images, in pixels
 * @param command that asks the same again
 * @param cure the whole command that cures, or what to do; empty where all is well
 * @param started ISO 8601
 * @param graft version
 */
public record Consultation(
    int format,
    String base,
    String data,
    int size,
    String recipe,
    String preprocessing,
    String command,
    String cure,
    String started,
    String graft,
    double seconds,
    Diagnosis diagnosis) {
  /** The version that this Graft writes. */
  public static final int FORMAT = 1;

  /** The record's name in its folder. */
  public static final String FILE = "doctor.json";

  /** Writes the record into a folder. */
  public void write(Path folder) {
    AtomicFile.write(folder.resolve(FILE), file -> Json.write(file, this));
  }
}
