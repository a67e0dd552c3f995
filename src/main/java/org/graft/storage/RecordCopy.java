package org.graft.storage;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record with one component changed: {@code RecordCopy.of(point, Point::x).with(3)}. For records
 * of so many components that a constructor call would hide what differs.
 *
 * @param <R> the record
 * @param <T> the component
 */
public final class RecordCopy<R extends Record, T> {
  private final R original;
  private final List<RecordComponent> components;
  private final int changed;

  private RecordCopy(R original, String name) {
    this.original = original;
    components = List.of(original.getClass().getRecordComponents());
    changed = components.stream().map(RecordComponent::getName).toList().indexOf(name);
    if (changed < 0) {
      throw new IllegalArgumentException(
          "expected a component of %s, found %s".formatted(original.getClass(), name));
    }
  }

  /**
   * Of this record, to be changed in one component.
   *
   * @param component the reference to its accessor, {@code Point::x}
   * @throws IllegalArgumentException if it is no such reference
   */
  public static <R extends Record, T> RecordCopy<R, T> of(R original, Accessor<R, T> component) {
    try {
      Method form = opened(component.getClass().getDeclaredMethod("writeReplace"));
      SerializedLambda reference = (SerializedLambda) form.invoke(component);
      return new RecordCopy<>(original, reference.getImplMethodName());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("expected a reference to an accessor", e);
    }
  }

  /**
   * The record with that value, made by its constructor, whose exceptions are thrown as they are.
   */
  @SuppressWarnings("unchecked")
  public R with(@Nullable T value) {
    Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      @Nullable Object[] values = new Object[types.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = i == changed ? value : opened(components.get(i).getAccessor()).invoke(original);
      }
      return (R) opened(original.getClass().getDeclaredConstructor(types)).newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <A extends AccessibleObject> A opened(A member) {
    member.setAccessible(true);
    return member;
  }

  /** A reference to an accessor, which tells its name. */
  @FunctionalInterface
  public interface Accessor<R, T> extends Function<R, T>, Serializable {}
}
