package org.graft.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.graft.audit.Audit;
import org.graft.audit.Finding;
import org.graft.audit.Finding.Kind;
import org.graft.audit.Finding.Severity;
import org.graft.image.LeftOut;
import org.graft.storage.AtomicFile;

/** An audit in words. */
final class AuditLines {
  private static final int SHOWN = 3;

  private AuditLines() {}

  /**
   * One line for each kind of finding that calls for a warning; the first of a kind stands in.
   * Images that cannot be read are told of when they are left out.
   */
  static void brief(Console console, Audit audit) {
    audit.atLeast(Severity.WARNING).stream()
        .filter(finding -> finding.kind() != Kind.UNREADABLE)
        .collect(Collectors.groupingBy(Finding::kind, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (kind, findings) ->
                console.warn(
                    "%s: %s%s%s",
                    kind,
                    findings.get(0).message(),
                    examples(findings.get(0)),
                    audit.count(kind) == 1 ? "" : ", and " + (audit.count(kind) - 1) + " more"));
  }

  /** Every finding, with the first few files of those that only count them. */
  static void full(Console console, Audit audit) {
    for (Finding finding : audit.shortened().findings()) {
      console.result(
          "%-7s  %-14s  %s%s",
          finding.kind().severity(), finding.kind(), finding.message(), examples(finding));
    }
    audit
        .counts()
        .forEach(
            (kind, count) -> {
              if (count > Audit.MOST_FINDINGS) {
                console.result(
                    "%-7s  %-14s  and %,d more",
                    kind.severity(), kind, count - Audit.MOST_FINDINGS);
              }
            });
  }

  /** One line about what is not taken, if there is any. */
  static void leftOut(Console console, LeftOut leftOut) {
    if (!leftOut.isEmpty()) {
      console.warn(leftOut.toString());
    }
  }

  static List<Map<String, Object>> fields(Audit audit) {
    return audit.shortened().findings().stream()
        .map(
            finding ->
                Console.fields(
                    "kind", finding.kind().toString(),
                    "severity", finding.kind().severity().toString(),
                    "message", finding.message(),
                    "count", finding.count(),
                    "files", finding.files().stream().map(Object::toString).toList()))
        .toList();
  }

  /** Findings about a pair or a single file name them already. */
  private static String examples(Finding finding) {
    if (!finding.countsImages()) {
      return "";
    }
    int more = finding.count() - SHOWN;
    return finding.files().stream()
        .limit(SHOWN)
        .map(file -> AtomicFile.folderOf(file).getFileName() + "/" + file.getFileName())
        .collect(Collectors.joining(", ", ": ", more > 0 ? ", and " + more + " more" : ""));
  }
}
