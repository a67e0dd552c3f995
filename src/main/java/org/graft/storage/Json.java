package org.graft.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.graft.failure.MalformedFileException;

/** JSON text to records and back. */
public final class Json {
  private static final int MAXIMUM_BYTES = 64 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  /**
   * Of files that may have been changed: nothing missing, nothing taken for something else, and no
   * more than 1,000 values in one another, Jackson's own bound.
   */
  private static final JsonMapper STRICT =
      MAPPER
          .rebuild()
          .annotationIntrospector(new RequiredFields())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private Json() {}

  /** One line of JSON. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Indented JSON with a line feed at the end. */
  public static String text(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void write(Path file, Object value) throws IOException {
    Files.writeString(file, text(value), StandardCharsets.UTF_8);
  }

  /**
   * Reads a file of at most 64 MiB; the file's mistake when it is larger, or a field is missing,
   * unknown, {@code null} or of another kind. Components of records that may be missing are marked
   * by {@link OrNull} or {@link OrDefault}, or optional.
   */
  public static <T> T read(Path file, Class<T> type) {
    return checked(file, () -> STRICT.readValue(InputFile.bytes(file, MAXIMUM_BYTES), type));
  }

  /** Reads a file with an object a line, of at most 64 MiB, each as {@link #read} does. */
  public static <T> List<T> lines(Path file, Class<T> type) {
    return checked(
        file,
        () -> {
          List<T> lines = new ArrayList<>();
          String text = new String(InputFile.bytes(file, MAXIMUM_BYTES), StandardCharsets.UTF_8);
          for (String line : text.lines().toList()) {
            lines.add(STRICT.readValue(line, type));
          }
          return lines;
        });
  }

  /** A record as a tree. */
  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A record of a tree that was read from {@code origin}; the file's mistake as in reading. */
  public static <T> T record(JsonNode tree, Class<T> type, Path origin) {
    return checked(origin, () -> STRICT.treeToValue(tree, type));
  }

  /** The tree of a text; nothing if it is no JSON. */
  public static Optional<JsonNode> tree(String text) {
    try {
      return Optional.of(STRICT.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Parses text that came from {@code origin}. */
  public static JsonNode parse(String text, Path origin) {
    try {
      return STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(origin, "not JSON: " + JsonProblem.of(e), e);
    }
  }

  /** Gives what JSON says, or throws as Jackson does. */
  private interface Reader<T> {
    T read() throws IOException;
  }

  private static <T> T checked(Path file, Reader<T> reader) {
    try {
      T value = reader.read();
      Optional<String> missing = RequiredFields.firstNull(value);
      if (missing.isPresent()) {
        String field = missing.get().isEmpty() ? "all of it" : "field " + missing.get();
        throw new MalformedFileException(file, "not as expected: " + field + " is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(file, "not as expected: " + JsonProblem.of(e), e);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a resource of Graft's own. */
  public static <T> T resource(String name, Class<T> type) {
    try (InputStream in = open(name)) {
      return MAPPER.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name, e);
    }
  }

  /** Reads a resource of Graft's own. */
  public static <T> T resource(String name, TypeReference<T> type) {
    try (InputStream in = open(name)) {
      return MAPPER.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name, e);
    }
  }

  /** The bytes of a resource of Graft's own; those whose names end in {@code .gz} are unpacked. */
  public static InputStream open(String name) throws IOException {
    InputStream in =
        Objects.requireNonNull(Json.class.getResourceAsStream(name), () -> "no resource " + name);
    return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
