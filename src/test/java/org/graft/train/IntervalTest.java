package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void timeGoesByFromEachBeginningAndPastTheGreatestNumber() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 3);
    Interval interval = new Interval(Duration.ofNanos(10), now::get);
    now.addAndGet(9);
    assertThat(interval.isOver()).isFalse();
    now.addAndGet(1);
    assertThat(interval.isOver()).isTrue();
    interval.begin();
    assertThat(interval.isOver()).isFalse();
  }
}
