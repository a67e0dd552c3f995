package org.graft.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
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

  /** Reads a file of at most 64 MiB; the file's mistake when it is larger or of another form. */
  public static <T> T read(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(InputFile.bytes(file, MAXIMUM_BYTES), type);
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(file, "not as expected: " + problem(e), e);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a file with an object a line, of at most 64 MiB. */
  public static <T> List<T> lines(Path file, Class<T> type) {
    try {
      List<T> lines = new ArrayList<>();
      String text = new String(InputFile.bytes(file, MAXIMUM_BYTES), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        lines.add(MAPPER.readValue(line, type));
      }
      return lines;
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(file, "not as expected: " + problem(e), e);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** A record as a tree. */
  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A record of a tree that was read from {@code origin}; the file's mistake as in reading. */
  public static <T> T record(JsonNode tree, Class<T> type, Path origin) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(origin, "not as expected: " + problem(e), e);
    }
  }

  /** Parses text that came from {@code origin}. */
  public static JsonNode parse(String text, Path origin) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(origin, "not JSON: " + problem(e), e);
    }
  }

  /** What is wrong, without the names of classes and the place that Jackson hides. */
  private static String problem(JsonProcessingException e) {
    boolean ours = e instanceof ValueInstantiationException && e.getCause() != null;
    String problem = ours ? e.getCause().getMessage() : e.getOriginalMessage();
    return String.valueOf(problem).replaceFirst(" \\(start marker .*", "");
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

  /** Names that end in {@code .gz} are unpacked. */
  private static InputStream open(String name) throws IOException {
    InputStream in =
        Objects.requireNonNull(Json.class.getResourceAsStream(name), () -> "no resource " + name);
    return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
