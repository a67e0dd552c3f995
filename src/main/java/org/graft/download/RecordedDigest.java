package org.graft.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.failure.InputException;
import org.graft.storage.AtomicFile;
import org.graft.storage.Digests;
import org.graft.storage.InputFile;

/**
 * The SHA-256 that a file had when it first came, for files whose publisher gives an MD5 or
 * nothing: kept beside the file as {@code FILE.sha256}, which {@code sha256sum -c} reads, also when
 * the file is deleted.
 */
final class RecordedDigest {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  [^\\n]+\\n?");
  private static final int MOST_BYTES = 4096;

  private final Path target;
  private final Path record;

  RecordedDigest(Path target) {
    this.target = target;
    this.record = target.resolveSibling(target.getFileName() + ".sha256");
  }

  /**
   * Compares what came with what came first, or records it if nothing did.
   *
   * @param content what is to stand at the target, or stands there
   * @return what is wrong, if anything is
   * @throws InputException if the record is none
   */
  Optional<String> mismatch(Path content) throws IOException {
    String found = Digests.of(content, Digests.SHA256);
    if (!Files.exists(record, LinkOption.NOFOLLOW_LINKS)) {
      String line = found + "  " + target.getFileName() + "\n";
      AtomicFile.write(record, part -> Files.writeString(part, line));
      return Optional.empty();
    }
    String expected = recorded();
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of(
            "%s of its first download %s, found %s; delete %s if the publisher has replaced it"
                .formatted(Digests.SHA256, expected, found, record));
  }

  private String recorded() throws IOException {
    String text = new String(InputFile.bytes(record, MOST_BYTES), StandardCharsets.UTF_8);
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      throw new InputException(record + ": no line of sha256sum; delete it to record a new one");
    }
    return line.group(1);
  }

  /** What a file that passed was checked against. */
  String verification() throws IOException {
    return Digests.SHA256 + " " + recorded() + " as at its first download";
  }
}
