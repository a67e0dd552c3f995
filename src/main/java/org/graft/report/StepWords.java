package org.graft.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.graft.failure.Hint;
import org.graft.failure.Setting;
import org.graft.train.RunRecord;

/**
 * How to go on with a finished run, as its page says it: in terms of the API, unless who asks for
 * the page has others. What hangs on how the run was called is empty where that is not known.
 */
public interface StepWords {
  /** Those of the API. */
  StepWords API = new StepWords() {};

  /** A text of the library's, which says what can be set otherwise by {@link Hint}s. */
  default String said(String text) {
    return text;
  }

  /** What looks for the cause in a run that learned nothing. */
  default String diagnosed(Path folder) {
    return Hint.DIAGNOSE.toString();
  }

  /** What looks over the images that a run learned from. */
  default String audited(Path folder) {
    return Hint.AUDIT.toString();
  }

  /** What trains like a run, but for some settings. */
  default String trainedLike(Path folder, RunRecord run, Setting... changes) {
    return changes.length == 0
        ? Hint.TRAIN.toString()
        : Arrays.stream(changes).map(Setting::toString).collect(Collectors.joining(" "));
  }

  /** What makes one file of a run. */
  default String exported(RunRecord run) {
    return Hint.EXPORT_ONNX.to(run.base() + ".onnx");
  }
}
