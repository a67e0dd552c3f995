package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A TCP port, 0 to 65535. */
public final class Port implements IParameterValidator {
  private static final int GREATEST = 65535;

  @Override
  public void validate(String name, String value) {
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > GREATEST) {
      throw new ParameterException(
          name + " takes a whole number from 0 to " + GREATEST + ", not " + value);
    }
  }
}
