package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A whole number from 1 on, of at most six digits. */
public final class Positive implements IParameterValidator {
  @Override
  public void validate(String name, String value) {
    if (!value.matches("0*[1-9]\\d{0,5}")) {
      throw new ParameterException(name + " takes a whole number from 1 to 999999, not " + value);
    }
  }
}
