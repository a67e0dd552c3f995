package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A number from 0 to 1. */
public final class Share implements IParameterValidator {
  @Override
  public void validate(String name, String value) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= 0 && number <= 1)) {
      throw new ParameterException(name + " takes a number from 0 to 1, not " + value);
    }
  }
}
