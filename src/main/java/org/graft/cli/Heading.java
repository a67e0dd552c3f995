package org.graft.cli;

import com.beust.jcommander.ParameterDescription;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The headings that options stand under in a command's help, in their order. */
enum Heading {
  OPTIONS,
  DATA,
  RECIPE,
  HEAD,
  AUGMENTATION,
  SECOND_PHASE,
  FORM,
  SPEED,
  OUTPUT;

  /** Puts all options of a class under a heading, or one. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.FIELD})
  @interface Under {
    Heading value();
  }

  /** That of an option: its own, or that of the class which has it. */
  static Heading of(ParameterDescription option) {
    for (Class<?> type = option.getObject().getClass(); type != null; type = type.getSuperclass()) {
      Optional<Heading> heading = under(type, option.getParameterized().getName());
      if (heading.isPresent()) {
        return heading.get();
      }
    }
    return OPTIONS;
  }

  private static Optional<Heading> under(Class<?> type, String name) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .flatMap(
            field ->
                Stream.of(field.getAnnotation(Under.class), type.getAnnotation(Under.class))
                    .filter(under -> under != null)
                    .map(Under::value)
                    .findFirst());
  }

  @Override
  public String toString() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
