package org.graft.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerPoolTest {
  private final WorkerPool pool = new WorkerPool(3);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void eachPartIsDoneOnce() {
    for (int time = 0; time < 200; time++) {
      AtomicIntegerArray done = new AtomicIntegerArray(17);
      pool.each(17, done::incrementAndGet);
      for (int i = 0; i < 17; i++) {
        assertThat(done.get(i)).isOne();
      }
    }
  }

  @Test
  void othersTakeParts() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    pool.each(
        3,
        part -> {
          threads.add(Thread.currentThread());
          all.countDown();
          await(all);
        });
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
  }

  /** The others are held up by work of another caller: this one does all by itself. */
  @Test
  void whoIsLateIsNotWaitedFor() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                pool.each(
                    3,
                    part -> {
                      begun.countDown();
                      await(end);
                    }));
    other.start();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    AtomicIntegerArray done = new AtomicIntegerArray(5);
    pool.each(5, done::incrementAndGet);
    assertThat(done.get(4)).isOne();
    end.countDown();
    other.join();
  }

  @Test
  void whatFailsIsToldWhoeverDidIt() {
    for (int failing = 0; failing < 6; failing++) {
      int bad = failing;
      IllegalStateException wrong = new IllegalStateException("part " + bad);
      assertThatThrownBy(
              () ->
                  pool.each(
                      6,
                      part -> {
                        if (part == bad) {
                          throw wrong;
                        }
                      }))
          .isSameAs(wrong);
    }
    AtomicReference<Thread> next = new AtomicReference<>();
    pool.each(1, part -> next.set(Thread.currentThread()));
    assertThat(next.get()).isNotNull();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
