package org.graft.spark.job;

import java.util.List;
import java.util.StringJoiner;

/** What is said of a job that is done. */
final class Told {
  private Told() {}

  static String of(String what, Summary summary, List<Folder> folders) {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    for (String error : summary.errors()) {
      lines.add("no " + what + " of " + error);
    }
    lines.add(
        String.format(
            "%s of %,d images: %,d computed, %,d there already, %,d without, in %s",
            what,
            summary.computed() + summary.found() + summary.unreadable(),
            summary.computed(),
            summary.found(),
            summary.unreadable(),
            String.join(" and ", folders.stream().map(Folder::address).toList())));
    return lines.toString();
  }
}
