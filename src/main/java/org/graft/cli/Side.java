package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** The side of an image in pixels. */
public final class Side implements IParameterValidator {
  private static final int LARGEST = 4096;

  /** The side that a text says; a {@link NumberFormatException} for any other. */
  static int parse(String value) {
    int side = Integer.parseInt(value);
    if (side < 1 || side > LARGEST) {
      throw new NumberFormatException(value);
    }
    return side;
  }

  @Override
  public void validate(String name, String value) {
    if (!value.matches("0*[1-9]\\d{0,3}") || Integer.parseInt(value) > LARGEST) {
      throw new ParameterException(
          name + " takes a whole number from 1 to " + LARGEST + ", not " + value);
    }
  }
}
