package org.graft.download;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A response's body, taken piece by piece by a reader who does not wait for ever. */
final class BodyQueue implements BodySubscriber<BodyQueue>, AutoCloseable {
  /** What came: bytes, or the end with its cause if it was not the regular one. */
  private record Signal(Optional<List<ByteBuffer>> bytes, Optional<Throwable> error) {}

  private final CompletableFuture<BodyQueue> ready = new CompletableFuture<>();
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private @Nullable Subscription subscription;

  @Override
  public CompletionStage<BodyQueue> getBody() {
    return ready;
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    subscription = newSubscription;
    ready.complete(this);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    signals.add(new Signal(Optional.of(bytes), Optional.empty()));
  }

  @Override
  public void onError(Throwable error) {
    signals.add(new Signal(Optional.empty(), Optional.of(error)));
    ready.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    signals.add(new Signal(Optional.empty(), Optional.empty()));
  }

  /** The next bytes; none at the end. */
  Optional<List<ByteBuffer>> next(Duration stall)
      throws BrokenConnectionException, InterruptedException {
    Objects.requireNonNull(subscription, "not subscribed yet").request(1);
    Signal signal = signals.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
    if (signal == null) {
      throw new BrokenConnectionException("no byte for " + stall.toMillis() / 1000.0 + " s");
    }
    if (signal.error().isPresent()) {
      throw new BrokenConnectionException(signal.error().get());
    }
    return signal.bytes();
  }

  /** Gives up what has not come yet. */
  @Override
  public void close() {
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
