package org.graft.image;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256s in lower-case hexadecimal, each held as its 32 bytes, {@code null} where there is none.
 * Several threads may set them, each at its own place.
 */
final class DigestList extends AbstractList<@Nullable String> implements RandomAccess {
  private static final int BYTES = 32;

  private final byte[] digests;
  private final boolean[] there;

  /** Of so many places, none of which has a digest. */
  DigestList(int size) {
    this.digests = new byte[Math.multiplyExact(size, BYTES)];
    this.there = new boolean[size];
  }

  /** Sets the digest of a place that has none. */
  void put(int place, String digest) {
    System.arraycopy(HexFormat.of().parseHex(digest), 0, digests, place * BYTES, BYTES);
    there[place] = true;
  }

  @Override
  public @Nullable String get(int place) {
    byte[] own = Arrays.copyOfRange(digests, place * BYTES, (place + 1) * BYTES);
    return there[place] ? HexFormat.of().formatHex(own) : null;
  }

  @Override
  public int size() {
    return there.length;
  }
}
