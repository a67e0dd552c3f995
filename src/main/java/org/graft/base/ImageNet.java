package org.graft.base;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/** The thousand classes of ILSVRC 2012, in the order of every {@code keras.applications} top. */
final class ImageNet {
  private static final String RESOURCE = "/org/graft/keras-models/imagenet_labels.txt";
  private static final Shape CLASSES = new Shape(1000);

  private ImageNet() {}

  /** The labels of a known architecture that ends in a thousand classes; none otherwise. */
  static List<String> labels(Plan plan, Optional<CatalogueEntry> entry) {
    boolean thousand = plan.outputShape().equals(CLASSES);
    return entry.isPresent() && thousand ? read() : List.of();
  }

  private static List<String> read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(ImageNet.class.getResourceAsStream(RESOURCE)),
                StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
