package org.graft.image;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Images that were decoded to be looked at and are wanted again, resized: what is held of them need
 * not be decoded twice. Those that come first are held, up to a bound, under their digests. May be
 * used by several threads.
 */
public final class DecodedImages {
  private static final long MOST_BYTES = 1L << 30;
  private static final int SHARE_OF_HEAP = 8;

  private final Map<String, byte[]> held = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final long most;
  private volatile @Nullable Resize wanted;

  /** An eighth of the heap at most, and a gibibyte. */
  DecodedImages() {
    this(Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  DecodedImages(long most) {
    this.most = most;
  }

  /** From now on images are wanted in that form. */
  public void expect(Resize form) {
    if (!form.equals(wanted)) {
      clear();
      wanted = form;
    }
  }

  /**
   * Holds an image, if it is wanted and there is room.
   *
   * @param file that it was decoded from
   * @param pixels turned as {@code exif} says
   */
  public void offer(FileContent file, Exif exif, Pixels pixels) {
    Resize form = wanted;
    if (form == null || form.exif() != exif || bytes.get() + form.values() > most) {
      return;
    }
    String digest = file.digest().of(exif);
    if (held.containsKey(digest)) {
      return;
    }
    if (bytes.addAndGet(form.values()) > most) {
      bytes.addAndGet(-form.values());
      return;
    }
    float[] values = form.apply(pixels);
    byte[] levels = new byte[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (int) values[i];
    }
    held.put(digest, levels);
  }

  /** Whether any image is held in a form. */
  public boolean hasAny(Resize form) {
    return form.equals(wanted) && !held.isEmpty();
  }

  /**
   * What {@link Resize#apply} gives for an image, if that is held.
   *
   * @param digest of the image, as {@link ImageDigests} gives it
   */
  public Optional<float[]> get(String digest, Resize form) {
    byte[] levels = digest != null && form.equals(wanted) ? held.get(digest) : null;
    if (levels == null) {
      return Optional.empty();
    }
    float[] values = new float[levels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = levels[i] & 0xff;
    }
    return Optional.of(values);
  }

  /** Holds nothing any more, and wants nothing. */
  public void clear() {
    wanted = null;
    held.clear();
    bytes.set(0);
  }
}
