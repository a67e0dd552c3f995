package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;
import java.util.function.DoublePredicate;

/** An option that takes a number of some kind. */
abstract class NumberRule implements IParameterValidator {
  private final String expected;
  private final DoublePredicate fits;

  /**
   * @param expected in words, {@code a number above 0}
   * @param fits refuses NaN
   */
  NumberRule(String expected, DoublePredicate fits) {
    this.expected = expected;
    this.fits = fits;
  }

  @Override
  public void validate(String name, String value) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!fits.test(number)) {
      throw new ParameterException(name + " takes " + expected + ", not " + value);
    }
  }
}
