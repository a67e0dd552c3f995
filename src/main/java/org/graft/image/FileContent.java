package org.graft.image;

import org.jspecify.annotations.Nullable;

/** An image file that was read; used by one thread. */
public final class FileContent {
  private final byte[] bytes;
  private @Nullable FileDigest digest;

  FileContent(byte[] bytes) {
    this.bytes = bytes;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Computed when it is first asked for. */
  FileDigest digest() {
    if (digest == null) {
      digest = FileDigest.of(bytes);
    }
    return digest;
  }
}
