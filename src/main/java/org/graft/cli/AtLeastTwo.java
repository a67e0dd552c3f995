package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** Takes whole numbers from 2 on. */
public final class AtLeastTwo implements IParameterValidator {
  @Override
  public void validate(String name, String value) {
    if (!value.matches("\\d{1,4}") || Integer.parseInt(value) < 2) {
      throw new ParameterException(name + " takes a whole number from 2 to 9999, not " + value);
    }
  }
}
