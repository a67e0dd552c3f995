package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.graft.failure.InputException;
import org.graft.image.ContentLook;
import org.graft.image.ImageSource;
import org.graft.image.Split;
import org.graft.image.SplitBy;

/** How images without a test part are parted, and what stays together. */
@Heading.Under(Heading.DATA)
final class SplitOptions {
  @Parameter(
      names = "--split",
      description =
          "Share kept for testing where there is no test/ folder; 0 for a final model that learns"
              + " from all images and is not tested")
  private double split = 0.2;

  @Parameter(
      names = "--split-by",
      description =
          "content keeps what shows nearly the same on one side; file parts file by file; hash"
              + " gives each image a side that it keeps as others are added")
  private String splitBy = SplitBy.CONTENT.toString();

  @Parameter(
      names = "--group-by",
      description =
          "Keeps images together whose names have the same in common: a pattern such as"
              + " 'film(\\d+)_', or a column of the labels file")
  private String groupBy;

  double share() {
    return split;
  }

  /** The column of a labels file that may be meant. */
  Optional<String> column() {
    return Optional.ofNullable(groupBy);
  }

  /** How to part what {@code source} holds. */
  Split split(ImageSource source, long seed, ContentLook look) {
    Optional<Pattern> pattern =
        column().filter(name -> !source.isGroupedBy(name)).map(SplitOptions::pattern);
    return new Split(SplitBy.of(splitBy), split, seed, pattern, look);
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new InputException(
          "--group-by '%s' is no pattern: %s near character %s"
              .formatted(text, e.getDescription(), e.getIndex() + 1),
          e);
    }
  }
}
