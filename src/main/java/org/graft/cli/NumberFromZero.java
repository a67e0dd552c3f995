package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A finite number, 0 or above. */
public final class NumberFromZero implements IParameterValidator {
  @Override
  public void validate(String name, String value) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= 0 && Double.isFinite(number))) {
      throw new ParameterException(
          name + " takes a number of 0 or above, such as 0.01, not " + value);
    }
  }
}
