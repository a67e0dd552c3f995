package org.graft.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a labels file says of one image.
 *
 * @param number of the line in the file, from 1
 * @param file below the root that paths begin at
 * @param labels in Unicode's composed form: one, or of several any number, none twice
 * @param value the number, finite; empty unless images have numbers
 * @param role what the image is for, if the file says so
 * @param group what it belongs together with, if the file says so
 */
public record LabelsLine(
    int number,
    Path file,
    List<String> labels,
    OptionalDouble value,
    Optional<Role> role,
    Optional<String> group) {
  public LabelsLine {
    labels = List.copyOf(labels);
  }
}
