package org.graft.export.onnx;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a file must stand before it is put in its place.
 *
 * @param samples images to compare the file with the network on, {@code [n, height, width, 3]}
 *     float32, RGB 0..255; at least one; rounded half up for a file that takes bytes
 * @param gate looks at the written file, under a name that is not yet its own, and throws if it
 *     must not be put in place
 */
public record Proof(INDArray samples, Consumer<Path> gate) {
  /** The comparison alone. */
  public static Proof by(INDArray samples) {
    return new Proof(samples, file -> {});
  }
}
