package org.graft.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with JSON, in a user's words: which field, what was expected, what was found. */
final class JsonProblem {
  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '([^']*)'.*", Pattern.DOTALL);

  private static final Pattern VALUE =
      Pattern.compile("Cannot (?:coerce \\w+ value \\(|map `)(.*?)(?:`|\\) to)", Pattern.DOTALL);

  private static final Pattern TOKEN =
      Pattern.compile("(?:token `JsonToken\\.|from )([A-Z][A-Za-z_]*)");

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class);
  private static final Set<Class<?>> NUMBER =
      Set.of(float.class, double.class, Float.class, Double.class);
  private static final Set<Class<?>> FLAG = Set.of(boolean.class, Boolean.class);
  private static final int SHOWN = 60;

  private JsonProblem() {}

  static String of(JsonProcessingException e) {
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    String field = path.isEmpty() ? "" : "field " + path + ": ";
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return field + e.getCause().getMessage();
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "field " + path + " is not known; known are " + names(unknown.getKnownPropertyIds());
    }
    if (MISSING.matcher(String.valueOf(e.getOriginalMessage())).matches()) {
      return "field " + path + " is missing";
    }
    Optional<String> found =
        e instanceof MismatchedInputException mismatch ? found(mismatch) : Optional.empty();
    if (found.isPresent()) {
      Class<?> expected = ((MismatchedInputException) e).getTargetType();
      return field + kind(expected) + " expected, found " + found.get();
    }
    return String.valueOf(e.getOriginalMessage()).replaceFirst(" \\(start marker .*", "");
  }

  private static Optional<String> found(MismatchedInputException e) {
    if (e.getTargetType() == null) {
      return Optional.empty();
    }
    if (e instanceof InvalidFormatException format) {
      return Optional.of("'" + shown(String.valueOf(format.getValue())) + "'");
    }
    Matcher value = VALUE.matcher(e.getOriginalMessage());
    if (value.find()) {
      return Optional.of(shown(value.group(1).replace('"', '\'')));
    }
    Matcher token = TOKEN.matcher(e.getOriginalMessage());
    return token.find() ? Optional.of(word(token.group(1))) : Optional.empty();
  }

  private static String shown(String value) {
    return value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
  }

  private static String word(String token) {
    return switch (token) {
      case "START_ARRAY", "Array" -> "a list";
      case "START_OBJECT", "Object" -> "an object";
      case "VALUE_STRING", "String" -> "a text";
      case "VALUE_NUMBER_INT", "Integer" -> "a whole number";
      case "VALUE_NUMBER_FLOAT", "Floating" -> "a number with a fraction";
      case "VALUE_TRUE", "VALUE_FALSE", "Boolean" -> "true or false";
      case "VALUE_NULL", "Null" -> "null";
      default -> "something else";
    };
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + names(Arrays.asList(type.getEnumConstants()));
    }
    if (WHOLE.contains(type)) {
      return "a whole number";
    }
    if (NUMBER.contains(type)) {
      return "a number";
    }
    if (FLAG.contains(type)) {
      return "true or false";
    }
    boolean list = type.isArray() || Collection.class.isAssignableFrom(type);
    boolean object = type.isRecord() || type.isInterface() || Map.class.isAssignableFrom(type);
    return list ? "a list" : object ? "an object" : "a text";
  }

  private static String names(Collection<?> names) {
    return names.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Such as {@code rows[1].base}. */
  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }
}
