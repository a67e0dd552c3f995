package org.graft.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What accident and malice do to the bytes of a file. */
final class ByteDamage {
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    0x7fffffff0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final int LONG_RUN = 2048;

  private ByteDamage() {}

  /** The bytes damaged once, or seldom several times. */
  static byte[] of(byte[] whole, List<byte[]> others, Random random) {
    byte[] bytes = once(whole, others, random);
    while (random.nextInt(4) == 0) {
      bytes = once(bytes, others, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, List<byte[]> others, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> flipped(bytes, random);
      case 3, 4 -> overwritten(bytes, random);
      case 5 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 6 -> inserted(bytes, random);
      case 7 -> doubled(bytes, random);
      case 8, 9 -> extreme(bytes, random);
      case 10 -> without(bytes, random);
      default -> spliced(bytes, others.get(random.nextInt(others.size())), random);
    };
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(6) * random.nextInt(2); i >= 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static byte[] overwritten(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    byte[] run = run(random);
    int from = random.nextInt(changed.length);
    System.arraycopy(run, 0, changed, from, Math.min(run.length, changed.length - from));
    return changed;
  }

  /** All zero, all one, or anything. */
  private static byte[] run(Random random) {
    byte[] run = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? LONG_RUN : 16)];
    int kind = random.nextInt(3);
    if (kind == 2) {
      random.nextBytes(run);
    } else {
      Arrays.fill(run, (byte) -kind);
    }
    return run;
  }

  private static byte[] doubled(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int to = from + 1 + random.nextInt(Math.min(LONG_RUN, bytes.length - from));
    int at = random.nextBoolean() ? to : random.nextInt(bytes.length);
    return joined(bytes, at, Arrays.copyOfRange(bytes, from, to), at);
  }

  private static byte[] without(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int to = from + 1 + random.nextInt(Math.min(LONG_RUN, bytes.length - from));
    return joined(bytes, from, new byte[0], to);
  }

  /** A length, an offset or a count, wherever one may stand: at the ends of its range or beside. */
  private static byte[] extreme(byte[] bytes, Random random) {
    int width = 1 << random.nextInt(4);
    if (bytes.length < width) {
      return flipped(bytes, random);
    }
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes.clone())
            .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = random.nextInt(bytes.length - width + 1);
    at -= random.nextBoolean() ? at % width : 0;
    long value =
        random.nextBoolean()
            ? EXTREMES[random.nextInt(EXTREMES.length)]
            : number(buffer, at, width) + random.nextInt(9) - 4;
    switch (width) {
      case 1 -> buffer.put(at, (byte) value);
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
    return buffer.array();
  }

  private static long number(ByteBuffer buffer, int at, int width) {
    return switch (width) {
      case 1 -> buffer.get(at);
      case 2 -> buffer.getShort(at);
      case 4 -> buffer.getInt(at);
      default -> buffer.getLong(at);
    };
  }

  /** A part of another file in place of a part of this one, or all of it. */
  private static byte[] spliced(byte[] bytes, byte[] other, Random random) {
    if (random.nextInt(8) == 0) {
      return other.clone();
    }
    int from = random.nextInt(other.length);
    int to = from + 1 + random.nextInt(other.length - from);
    int at = random.nextBoolean() ? Math.min(from, bytes.length - 1) : random.nextInt(bytes.length);
    int behind = Math.min(bytes.length, at + (random.nextBoolean() ? to - from : 0));
    return joined(bytes, at, Arrays.copyOfRange(other, from, to), behind);
  }

  private static byte[] inserted(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    return joined(bytes, at, run(random), at);
  }

  private static byte[] joined(byte[] bytes, int before, byte[] middle, int after) {
    int head = Math.min(before, bytes.length);
    int tail = Math.max(head, Math.min(after, bytes.length));
    byte[] made = Arrays.copyOf(bytes, head + middle.length + bytes.length - tail);
    System.arraycopy(middle, 0, made, head, middle.length);
    System.arraycopy(bytes, tail, made, head + middle.length, bytes.length - tail);
    return made;
  }
}
