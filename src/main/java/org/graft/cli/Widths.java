package org.graft.cli;

/** Whole numbers from 1 on, of at most six digits each, with commas between them. */
public final class Widths extends NumberRule {
  private static final String NUMBER = "0*[1-9]\\d{0,5}";

  public Widths() {
    super(
        "up to 16 whole numbers from 1 to 999999 with commas",
        value -> value.matches(NUMBER + "(," + NUMBER + "){0,15}"));
  }
}
