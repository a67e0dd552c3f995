package org.graft.serve;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies may take together while they are read and wait. */
final class WaitingBytes {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  WaitingBytes(long most) {
    this.most = most;
  }

  /**
   * Takes so many more.
   *
   * @throws RequestRefusedException if there is not so much left
   */
  void take(int bytes) {
    if (taken.addAndGet(bytes) > most) {
      taken.addAndGet(-bytes);
      throw new RequestRefusedException(
          Refusal.MEMORY, "too many bytes are waiting, more than " + most + "; try again");
    }
  }

  void give(int bytes) {
    taken.addAndGet(-bytes);
  }

  long taken() {
    return taken.get();
  }
}
