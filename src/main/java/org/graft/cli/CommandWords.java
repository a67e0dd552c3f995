package org.graft.cli;

import java.nio.file.Path;
import java.util.List;
import org.graft.api.RepeatWords;
import org.graft.failure.Setting;
import org.graft.train.RunRecord;

/** Says of results which commands give them again, and which go on with them. */
interface CommandWords extends RepeatWords {
  String DATA = "--data";

  /** The command that was typed. */
  TypedLine typed();

  @Override
  default String whole() {
    return typed().repeated();
  }

  @Override
  default String said(String text) {
    return OptionWords.of(text);
  }

  @Override
  default String diagnosed(Path folder) {
    return TypedLine.ofRun(folder).map(TypedLine::examined).map(TypedLine::toString).orElse("");
  }

  @Override
  default String audited(Path folder) {
    return TypedLine.of(folder)
        .filter(line -> line.has(DATA))
        .map(line -> new TypedLine(List.of("audit", DATA, line.value(DATA))).toString())
        .orElse("");
  }

  @Override
  default String trainedLike(Path folder, RunRecord run, Setting... changes) {
    if (TypedLine.ofRun(folder).isEmpty()) {
      return "";
    }
    return new TypedLine(List.of("train", "--like", run.id())).with(List.of(changes)).toString();
  }

  @Override
  default String exported(RunRecord run) {
    return NextStep.export(run.id(), run.base());
  }
}
