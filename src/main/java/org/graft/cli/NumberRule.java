package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/** An option that takes a number of some kind. */
abstract class NumberRule implements IParameterValidator {
  private final String expected;
  private final Predicate<String> fits;

  /**
   * @param expected in words, {@code a number above 0}
   */
  NumberRule(String expected, Predicate<String> fits) {
    this.expected = expected;
    this.fits = fits;
  }

  /** Texts that are numbers which fit; {@code fits} refuses NaN. */
  static Predicate<String> numbers(DoublePredicate fits) {
    return value -> {
      try {
        return fits.test(Double.parseDouble(value));
      } catch (NumberFormatException e) {
        return false;
      }
    };
  }

  @Override
  public void validate(String name, String value) {
    if (!fits.test(value)) {
      throw new ParameterException(name + " takes " + expected + ", not " + value);
    }
  }
}
