package org.graft.base;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Model;
import org.graft.provenance.Origin;
import org.graft.source.tensorflow.NodeArrays;
import org.graft.storage.OrDefault;

/**
 * An import held against activations that real Keras or TensorFlow computed from the same file:
 * every layer that the golden names, fed what they themselves fed to that stretch of the network.
 *
 * @param golden the file of activations
 * @param tolerance the greatest difference that passes
 * @param stretches by the layers that they end in, in order
 * @param unmatched the arrays of the golden that are no layer's and were not compared; not in
 *     receipts of older versions
 */
public record Verification(
    Origin golden, double tolerance, List<Stretch> stretches, @OrDefault List<String> unmatched) {
  /** What rounding in another order may do to one stretch. */
  public static final double TOLERANCE = 1e-5;

  /**
   * A part of the network between activations that the golden holds.
   *
   * @param end the layer that a stretch ends in
   * @param difference greatest difference over greatest value of the activation there; of a
   *     softmax, that of its logits, as far as the probabilities tell
   */
  public record Stretch(String end, double difference) {}

  public Verification {
    stretches = List.copyOf(stretches);
    unmatched = unmatched == null ? List.of() : List.copyOf(unmatched);
  }

  /**
   * Runs {@code model} stretch by stretch.
   *
   * @param golden {@code .npz} with {@code input [n, S, S, 3]} and activations under their layers'
   *     names, as {@code scripts/fixtures/activations.py} writes it
   */
  public static Verification of(Model model, Path golden) {
    return of(model, golden, Optional.empty());
  }

  /**
   * The same for a model that was made of a graph, with activations under their nodes' names, or
   * under layers' names that are no node's.
   */
  static Verification of(Model model, Path golden, Optional<NodeArrays> nodes) {
    if (!Files.isRegularFile(golden)) {
      throw new InputException("no such golden: " + golden);
    }
    Verifier opened = new Verifier(model, golden, nodes);
    return new Verification(Origin.of(golden), TOLERANCE, opened.stretches(), opened.unmatched());
  }

  public boolean passes() {
    return stretches.stream().allMatch(this::passes);
  }

  /** Whether a stretch agrees; what is no number does not. */
  public boolean passes(Stretch stretch) {
    return stretch.difference() <= tolerance;
  }

  /** The greatest difference of all. */
  public double worst() {
    return stretches.stream().mapToDouble(Stretch::difference).max().orElseThrow();
  }

  /** Fails with the first stretch that does not agree, if there is one. */
  public void require() {
    List<Stretch> wrong = stretches.stream().filter(s -> !passes(s)).toList();
    if (!wrong.isEmpty()) {
      throw new WorkFailedException(
          ("%d of %d blocks do not compute what %s says, the first up to layer %s: relative"
                  + " difference %.1e, at most %.0e expected; the file and the golden must be of the"
                  + " same network")
              .formatted(
                  wrong.size(),
                  stretches.size(),
                  golden.file(),
                  wrong.get(0).end(),
                  wrong.get(0).difference(),
                  tolerance));
    }
  }
}
