package org.graft.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * An intact file and how Graft reads it.
 *
 * @param format what it is, as the counts name it
 * @param file what is damaged
 * @param damage how
 * @param reading gives what Graft makes of the file, or of the folder that it lies in
 * @param rule what must hold of that when the file is damaged and not refused
 */
record Sample(String format, Path file, Damage damage, Reading reading, Rule rule) {
  /** Makes another file of one, with parts of others. */
  interface Damage {
    byte[] of(byte[] whole, List<byte[]> others, Random random) throws IOException;
  }

  /** Reads what lies on the disk. */
  interface Reading {
    Object read() throws Exception;
  }

  /** Judges what came of a damaged file. */
  interface Rule {
    /**
     * Throws an {@link AssertionError} that says what is wrong.
     *
     * @param intact what comes of the file as it was
     * @param found what came of the damaged one
     */
    void check(Object intact, Object found, byte... damaged);
  }

  /** For what is guarded by checksums: nothing else can come of it than what was there. */
  static final Rule SAME =
      (intact, found, damaged) -> {
        if (!intact.equals(found)) {
          throw new AssertionError("another result, unseen: " + found);
        }
      };
}
