package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A number of millions of pixels, of which no image may have more than 600. */
public final class Megapixels implements IParameterValidator {
  private static final int MOST = 600;

  @Override
  public void validate(String name, String value) {
    if (!value.matches("0*[1-9]\\d{0,2}") || Integer.parseInt(value) > MOST) {
      throw new ParameterException(
          name + " takes a whole number from 1 to " + MOST + ", not " + value);
    }
  }
}
