package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A size in mebibytes of what has to fit an array of Java's. */
public final class Megabytes implements IParameterValidator {
  private static final int MOST = 2047;

  @Override
  public void validate(String name, String value) {
    if (!value.matches("0*[1-9]\\d{0,3}") || Integer.parseInt(value) > MOST) {
      throw new ParameterException(
          name + " takes a whole number from 1 to " + MOST + ", not " + value);
    }
  }
}
