package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** An option that takes a whole number within bounds. */
abstract class WholeNumberRule implements IParameterValidator {
  private final int least;
  private final int most;

  WholeNumberRule(int least, int most) {
    this.least = least;
    this.most = most;
  }

  @Override
  public void validate(String name, String value) {
    boolean number = value.matches("0*\\d{1,9}");
    if (!number || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
      throw new ParameterException(
          name + " takes a whole number from " + least + " to " + most + ", not " + value);
    }
  }
}
