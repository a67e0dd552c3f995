package org.graft.download;

/** Told how much of a download is there. */
@FunctionalInterface
public interface ProgressListener {
  /** {@code done} bytes of {@code total}, which is -1 when the server does not say. */
  void progress(long done, long total);
}
