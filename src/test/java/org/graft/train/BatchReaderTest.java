package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.feature.Rows;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of an epoch in the order that was drawn, wherever the examples lie. */
class BatchReaderTest {
  private static final int EPOCH = 3;

  @ParameterizedTest
  @CsvSource({
    "1, 4, 8, true",
    "8, 4, 8, true",
    "9, 4, 8, true",
    "50, 4, 8, true",
    "50, 4, 4, true",
    "50, 7, 700, true",
    "50, 64, 64, true",
    "50, 4, 8, false",
  })
  void batchesAreThoseOfTheOrder(int count, int batch, int rows, boolean stored) {
    Examples examples = examples(count, stored, 0);
    int[] order = IntStream.range(0, count).map(i -> (i * 7 + 3) % count).toArray();
    try (BatchReader reader = reader(examples, order, batch, rows, EPOCH)) {
      for (int from = 0; from < count; from += batch) {
        int[] chosen = Arrays.copyOfRange(order, from, Math.min(count, from + batch));
        Batch next = reader.next();
        assertThat(next.inputs()).isEqualTo(examples.inputs(chosen, EPOCH));
        int number = from / batch;
        assertThat(next.weights()).isEqualTo(Tensor.vector(number));
        assertThat(next.targets()).isEqualTo(rows(chosen));
      }
    }
  }

  /** What a step works with is not written over while the batch behind it is made. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchStaysAsItIsWhileTheNextIsMade(boolean stored) throws InterruptedException {
    Examples examples = examples(42, stored, 0);
    int[] order = IntStream.range(0, 42).toArray();
    Semaphore made = new Semaphore(0);
    BatchReader.Maker maker =
        (number, rows, inputs) -> {
          made.release();
          return made(number, rows, inputs);
        };
    try (BatchReader reader = new BatchReader(examples, order, 4, 8, 0, maker)) {
      for (int i = 0; i < 10; i++) {
        Batch batch = reader.next();
        made.acquire(stored && i == 0 ? 2 : 1);
        int[] chosen = IntStream.range(4 * i, 4 * i + 4).toArray();
        assertThat(batch.inputs()).isEqualTo(examples.inputs(chosen, 0));
      }
    }
  }

  @Test
  void anErrorBesideTheStepIsToldAsItWas() {
    Examples examples = examples(8, true, 0);
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    BatchReader.Maker failing =
        (number, rows, inputs) -> {
          throw full;
        };
    int[] order = IntStream.range(0, 8).toArray();
    try (BatchReader reader = new BatchReader(examples, order, 4, 8, 0, failing)) {
      assertThatThrownBy(reader::next).isSameAs(full);
    }
  }

  private static BatchReader reader(
      Examples examples, int[] order, int batch, int rows, int epoch) {
    return new BatchReader(examples, order, batch, rows, epoch, BatchReaderTest::made);
  }

  /** Tells its number as the weights and its rows as the targets. */
  private static Batch made(int number, int[] rows, Map<String, Tensor> inputs) {
    return new Batch(inputs, rows(rows), Tensor.vector(number), Map.of());
  }

  private static Tensor rows(int... rows) {
    float[] values = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = rows[i];
    }
    return Tensor.vector(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void whatCannotBeReadIsToldAsItWas(int reads) {
    Examples examples = examples(40, true, reads);
    int[] order = IntStream.range(0, 40).toArray();
    try (BatchReader reader = reader(examples, order, 4, 8, 0)) {
      assertThatThrownBy(() -> IntStream.range(0, 10).forEach(i -> reader.next()))
          .isInstanceOf(WorkFailedException.class)
          .hasMessage("the disk is gone");
    }
  }

  /** Each epoch shows another of seven variants. */
  private static Examples examples(int count, boolean stored, int failing) {
    Rows rows = new Numbers(7 * count, stored, new AtomicInteger(failing));
    return new Examples(
        new Features(rows, new int[7 * count], List.of()),
        Map.of("x", new Shape(rows.width())),
        7,
        IntStream.range(0, count).toArray());
  }

  /** Rows of five values that tell their place. */
  private record Numbers(int count, boolean areStored, AtomicInteger failing) implements Rows {
    @Override
    public int width() {
      return 5;
    }

    @Override
    public void read(int[] chosen, float[] to, int at) {
      if (failing.decrementAndGet() == 0) {
        throw new WorkFailedException("the disk is gone");
      }
      for (int i = 0; i < chosen.length * 5; i++) {
        to[at + i] = chosen[i / 5] * 10 + i % 5;
      }
    }
  }
}
