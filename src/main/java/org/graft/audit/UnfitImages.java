package org.graft.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.graft.audit.Finding.Kind;
import org.graft.failure.Hint;

/** Images that give less than they seem to, counted by what is amiss; one table line each. */
final class UnfitImages implements AuditCheck {
  /** Half the side of the smallest images that bases are used with. */
  private static final int LEAST_SIDE = 16;

  private static final List<Line> TABLE =
      List.of(
          new Line(
              Kind.PLAIN, (image, size) -> image.box().width() == 0, "of one colour throughout"),
          new Line(
              Kind.TINY,
              (image, size) -> Math.min(image.width(), image.height()) < LEAST_SIDE,
              "with a side of less than " + LEAST_SIDE + " px"),
          new Line(
              Kind.SMALL_CONTENT,
              (image, size) ->
                  image.box().width() > 0 && image.box().smallerSide(size) < LEAST_SIDE,
              "whose content is less than %s px wide or high at the size asked for"
                  .formatted(LEAST_SIDE)),
          new Line(
              Kind.ORIENTATION,
              (image, size) -> image.traits().turned(),
              "turned by EXIF, which %s does not follow: they are read as stored"
                  .formatted(Hint.EXIF.to("ignore"))),
          new Line(
              Kind.ALPHA,
              (image, size) -> image.traits().alpha(),
              "with transparency, which is dropped"),
          new Line(Kind.GREY, (image, size) -> image.grey(), "without colour"));

  private record Line(Kind kind, BiPredicate<ImageContent, Integer> test, String what) {
    boolean fits(AuditedImage image, int size) {
      return image.content().filter(content -> test.test(content, size)).isPresent();
    }
  }

  @Override
  public List<Finding> findings(List<AuditedImage> images, int size) {
    List<Finding> findings = new ArrayList<>();
    for (Line line : TABLE) {
      List<AuditedImage> found = images.stream().filter(i -> line.fits(i, size)).toList();
      if (!found.isEmpty()) {
        findings.add(
            new Finding(
                line.kind(),
                found.size() + (found.size() == 1 ? " image " : " images ") + line.what(),
                found.stream().map(AuditedImage::file).toList()));
      }
    }
    medianContent(images)
        .filter(share -> share * size < LEAST_SIDE)
        .ifPresent(
            share ->
                findings.add(
                    new Finding(
                        Kind.LITTLE_CONTENT,
                        String.format(
                            Locale.ROOT,
                            "half of the images have a content of less than %.0f px at %d px",
                            Math.ceil(share * size),
                            size))));
    return findings;
  }

  /** The median of the smaller side of the images' content, as a share of the side. */
  private static Optional<Double> medianContent(List<AuditedImage> images) {
    double[] shares =
        images.stream()
            .flatMap(image -> image.content().stream())
            .mapToDouble(content -> content.box().smallerSide(1))
            .sorted()
            .toArray();
    return shares.length == 0 ? Optional.empty() : Optional.of(shares[shares.length / 2]);
  }
}
