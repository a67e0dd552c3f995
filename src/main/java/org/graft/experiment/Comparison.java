package org.graft.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;
import org.graft.storage.OrDefault;
import org.graft.train.Measures;

/**
 * What several trainings on the same images came to: written as {@code compare.json}.
 *
 * @param format version of this record
 * @param command that does the same again
 * @param started ISO 8601
 * @param graft version
 * @param testImages that all were tested on
 * @param baseRate score of a model that knows the answers and not the images
 * @param controls what the rows must be held against
 * @param score the name of what rows are told apart by; {@code null} in older files, for accuracy
 */
public record Comparison(
    int format,
    String data,
    String recipe,
    String command,
    String started,
    String graft,
    @JsonProperty("test_images") int testImages,
    @JsonProperty("base_rate") double baseRate,
    List<ComparisonRow> rows,
    List<Control> controls,
    @OrDefault String score) {
  /** The version that this Graft writes. */
  public static final int FORMAT = 1;

  /** The record's name in its folder. */
  public static final String FILE = "compare.json";

  public Comparison {
    score = score == null ? Measures.ACCURACY : score;
    rows = List.copyOf(rows);
    controls = List.copyOf(controls);
  }

  /** Writes the record into a folder. */
  public void write(Path folder) {
    AtomicFile.write(folder.resolve(FILE), file -> Json.write(file, this));
  }
}
