package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A finite number above 0. */
public final class PositiveNumber implements IParameterValidator {
  @Override
  public void validate(String name, String value) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number > 0 && Double.isFinite(number))) {
      throw new ParameterException(name + " takes a number above 0, such as 0.002, not " + value);
    }
  }
}
