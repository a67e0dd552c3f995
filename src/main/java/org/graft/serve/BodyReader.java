package org.graft.serve;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a body as it comes, on whatever thread has the next piece of it and holding none between
 * them, in time linear in its bytes and pieces. What it takes of memory grows with what has come,
 * not with what is announced.
 */
final class BodyReader implements Runnable {
  private static final int FIRST = 8 << 10;

  private final Request request;
  private final BodyLimits limits;
  private final WaitingBytes waiting;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private byte[] bytes = {};
  private int size;
  private int pieces;

  private BodyReader(Request request, BodyLimits limits, WaitingBytes waiting) {
    this.request = request;
    this.limits = limits;
    this.waiting = waiting;
  }

  /**
   * The whole body, or a {@link RequestRefusedException} that says what is wrong with it. The
   * memory counts as taken until the request is over.
   */
  static CompletableFuture<byte[]> read(Request request, BodyLimits limits, WaitingBytes waiting) {
    BodyReader reader = new BodyReader(request, limits, waiting);
    long gone = System.nanoTime() - request.getBeginNanoTime();
    CompletableFuture<byte[]> whole =
        reader.whole.orTimeout(Math.max(1, limits.time().toNanos() - gone), TimeUnit.NANOSECONDS);
    Request.addCompletionListener(request, failure -> waiting.give(reader.released()));
    reader.run();
    return whole.exceptionally(
        failure -> {
          throw failure instanceof TimeoutException
              ? new RequestRefusedException(
                  Refusal.SLOW, "the body did not come within " + limits.time().toSeconds() + " s")
              : (RuntimeException) failure;
        });
  }

  @Override
  public void run() {
    try {
      while (!whole.isDone()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          throw new RequestRefusedException(
              Refusal.CUT, "the body ended too early", chunk.getFailure());
        }
        take(chunk);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      whole.completeExceptionally(refusal(e));
    }
  }

  private static RequestRefusedException refusal(Throwable e) {
    if (e instanceof RequestRefusedException refused) {
      return refused;
    }
    return e instanceof OutOfMemoryError
        ? new RequestRefusedException(
            Refusal.MEMORY, "no memory is left for the body; try again", e)
        : new RequestRefusedException(Refusal.CUT, "the body cannot be read: " + e, e);
  }

  private void take(Content.Chunk chunk) {
    try {
      if (++pieces > limits.pieces()) {
        throw new RequestRefusedException(
            Refusal.PIECES, "the body comes in more than " + limits.pieces() + " pieces");
      }
      append(chunk.getByteBuffer());
      if (chunk.isLast()) {
        whole.complete(bytes.length == size ? bytes : Arrays.copyOf(bytes, size));
      }
    } finally {
      chunk.release();
    }
  }

  private void append(ByteBuffer piece) {
    int length = piece.remaining();
    if (length > limits.bytes() - size) {
      throw tooLarge(limits);
    }
    if (length > bytes.length - size) {
      grow(size + length);
    }
    piece.get(bytes, size, length);
    size += length;
  }

  private synchronized void grow(int needed) {
    long announced = request.getLength();
    long most = announced >= needed ? announced : limits.bytes();
    int length = (int) Math.min(most, Math.max(Math.max(FIRST, needed), 2L * bytes.length));
    if (whole.isDone()) {
      return;
    }
    waiting.take(length - bytes.length);
    bytes = Arrays.copyOf(bytes, length);
  }

  /** The memory that was taken, which nobody gives back but the caller. */
  private synchronized int released() {
    whole.cancel(false);
    int taken = bytes.length;
    bytes = new byte[0];
    return taken;
  }

  static RequestRefusedException tooLarge(BodyLimits limits) {
    return new RequestRefusedException(
        Refusal.BYTES, "the body is larger than " + limits.bytes() + " bytes");
  }
}
