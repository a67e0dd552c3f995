package org.graft.cli;

import org.graft.api.RepeatWords;

/** Says of results that the command that was typed gives them again. */
record TypedWords(TypedLine typed) implements RepeatWords {
  @Override
  public String whole() {
    return typed.repeated();
  }
}
