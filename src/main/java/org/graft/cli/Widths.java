package org.graft.cli;

import com.beust.jcommander.IParameterValidator;
import com.beust.jcommander.ParameterException;

/** Whole numbers from 1 on, of at most six digits each, with commas between them. */
public final class Widths implements IParameterValidator {
  private static final String NUMBER = "0*[1-9]\\d{0,5}";

  @Override
  public void validate(String name, String value) {
    if (!value.matches(NUMBER + "(," + NUMBER + "){0,15}")) {
      throw new ParameterException(
          name + " takes up to 16 whole numbers from 1 to 999999 with commas, not " + value);
    }
  }
}
