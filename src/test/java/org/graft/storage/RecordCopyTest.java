package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordCopyTest {
  private static final Point POINT = new Point(1, 2.5, Optional.of("here"), "red");

  @Test
  void changesOneComponentAndKeepsTheOthers() {
    assertThat(RecordCopy.of(POINT, Point::x).with(7))
        .isEqualTo(new Point(7, 2.5, Optional.of("here"), "red"));
    assertThat(RecordCopy.of(POINT, Point::name).with(Optional.empty()))
        .isEqualTo(new Point(1, 2.5, Optional.empty(), "red"));
    assertThat(POINT.x()).isEqualTo(1);
  }

  @Test
  void takesNullWhereTheRecordDoes() {
    assertThat(RecordCopy.of(POINT, Point::colour).with(null).colour()).isNull();
  }

  @Test
  void changesComponentsByTheirNames() {
    assertThat(RecordCopy.of(POINT, Map.of("x", 3, "colour", "blue", "z", 0)))
        .isEqualTo(new Point(3, 2.5, Optional.of("here"), "blue"));
  }

  @Test
  void throwsWhatTheConstructorThrows() {
    RecordCopy<Point, Integer> copy = RecordCopy.of(POINT, Point::x);
    assertThatThrownBy(() -> copy.with(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x is -1");
  }

  @Test
  void refusesWhatIsNoAccessor() {
    assertThatThrownBy(() -> RecordCopy.of(POINT, point -> point.x() + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a component of");
    assertThatThrownBy(() -> RecordCopy.of(POINT, Point::length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found length");
  }

  private record Point(int x, double y, Optional<String> name, @Nullable String colour) {
    private Point {
      if (x < 0) {
        throw new IllegalArgumentException("x is " + x);
      }
    }

    double length() {
      return Math.hypot(x, y);
    }
  }
}
