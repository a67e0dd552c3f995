package org.graft.cli;

/** Says of results that the command that was typed gives them again. */
record TypedWords(TypedLine typed) implements CommandWords {}
