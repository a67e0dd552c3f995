package org.graft.cli;

/** An option that takes a whole number within bounds. */
abstract class WholeNumberRule extends NumberRule {
  WholeNumberRule(int least, int most) {
    super(
        "a whole number from " + least + " to " + most,
        value ->
            value.matches("0*\\d{1,9}")
                && Integer.parseInt(value) >= least
                && Integer.parseInt(value) <= most);
  }
}
