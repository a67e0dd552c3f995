package org.graft.source.keras;

import java.util.Arrays;
import java.util.function.Supplier;
import org.graft.plan.Parameter;

/**
 * One array as a file holds it: its name there, its shape, and a way to read its values (float32, C
 * order), which are left in the file until they are wanted.
 *
 * @param integers whether the file holds whole numbers of 8 bits
 */
public record StoredArray(String name, int[] shape, boolean integers, Supplier<float[]> values) {
  public StoredArray(String name, int[] shape, Supplier<float[]> values) {
    this(name, shape, false, values);
  }

  public boolean hasShape(int... other) {
    return Arrays.equals(shape, other);
  }

  /** Whether this can be that parameter: of its shape, and not named as another one. */
  boolean fits(Parameter parameter) {
    return hasShape(parameter.shape()) && ArrayNames.mayBe(name, parameter.name());
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
