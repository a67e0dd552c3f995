package org.graft.storage;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
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
  private final String name;

  private RecordCopy(R original, String name) {
    this.original = original;
    this.name = name;
  }

  /**
   * Of this record, to be changed in one component.
   *
   * @param component the reference to its accessor, {@code Point::x}
   * @throws IllegalArgumentException if it is no such reference
   */
  public static <R extends Record, T> RecordCopy<R, T> of(R original, Accessor<R, T> component) {
    String name = name(component);
    RecordComponent[] all = original.getClass().getRecordComponents();
    if (Arrays.stream(all).noneMatch(each -> each.getName().equals(name))) {
      throw new IllegalArgumentException(
          "expected a component of %s, found %s".formatted(original.getClass(), name));
    }
    return new RecordCopy<>(original, name);
  }

  private static String name(Accessor<?, ?> component) {
    try {
      Object form =
          opened(component.getClass().getDeclaredMethod("writeReplace")).invoke(component);
      return ((SerializedLambda) form).getImplMethodName();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("expected a reference to an accessor", e);
    }
  }

  /**
   * The record with that value, made by its constructor, whose exceptions are thrown as they are.
   */
  public R with(@Nullable T value) {
    return of(original, Collections.singletonMap(name, value));
  }

  /**
   * The same of any record.
   *
   * @param changed values by the names of components; other names are passed over
   */
  @SuppressWarnings("unchecked")
  public static <R> R of(R original, Map<String, ? extends @Nullable Object> changed) {
    RecordComponent[] components = original.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        String name = components[i].getName();
        types[i] = components[i].getType();
        values[i] =
            changed.containsKey(name)
                ? changed.get(name)
                : opened(components[i].getAccessor()).invoke(original);
      }
      return (R) opened(original.getClass().getDeclaredConstructor(types)).newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(original.getClass() + " cannot be copied", e);
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
