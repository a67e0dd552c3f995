package org.graft.storage;

import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Which fields a record's JSON must have, and that none of them holds {@code null}. */
final class RequiredFields extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalDouble.class, OptionalInt.class, OptionalLong.class);

  /** A missing field of a record fails the reading, and does not become 0 or {@code null}. */
  @Override
  public Boolean hasRequiredMarker(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter && member.getDeclaringClass().isRecord()) {
      return !mayBeAbsent(member);
    }
    return super.hasRequiredMarker(member);
  }

  private boolean mayBeAbsent(Annotated member) {
    return OPTIONAL.contains(member.getRawType())
        || member.hasAnnotation(OrNull.class)
        || member.hasAnnotation(OrDefault.class);
  }

  /**
   * The path of the first {@code null} in a record or in what it holds where none may be, such as
   * {@code rows[1].base}; empty if there is none.
   */
  static Optional<String> firstNull(Object value) {
    return value == null ? Optional.of("") : within("", value);
  }

  private static Optional<String> within(String path, Object value) {
    if (value instanceof Record) {
      return record(path, value);
    }
    if (value instanceof Optional<?> optional) {
      return optional.flatMap(held -> within(path, held));
    }
    if (value instanceof Collection<?> all) {
      return elements(path, all.toArray());
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .flatMap(e -> child(path + "." + e.getKey(), e.getValue()).stream())
          .findFirst();
    }
    return value instanceof Object[] all ? elements(path, all) : Optional.empty();
  }

  private static Optional<String> elements(String path, Object... all) {
    return IntStream.range(0, all.length)
        .mapToObj(i -> child(path + "[" + i + "]", all[i]))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> record(String path, Object value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String own = path.isEmpty() ? component.getName() : path + "." + component.getName();
      Object held = held(component, value);
      boolean fine = held == null && component.isAnnotationPresent(OrNull.class);
      Optional<String> found = fine ? Optional.empty() : child(own, held);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> child(String path, Object value) {
    return value == null ? Optional.of(path) : within(path, value);
  }

  private static Object held(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component.toString(), e);
    }
  }
}
