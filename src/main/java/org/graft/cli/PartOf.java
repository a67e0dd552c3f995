package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** A part of a whole that leaves something over: a number from 0 to below 1. */
public final class PartOf implements IParameterValidator {
  @Override
  public void validate(String name, String value) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= 0 && number < 1)) {
      throw new ParameterException(
          name + " takes a number from 0 to below 1, such as 0.1, not " + value);
    }
  }
}
