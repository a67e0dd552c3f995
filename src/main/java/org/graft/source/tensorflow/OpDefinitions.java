package org.graft.source.tensorflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.nd4j.shade.protobuf.TextFormat;
import org.tensorflow.framework.AttrValue;

/**
 * TensorFlow's operation definitions: what each operation gives, and its attributes with their
 * default values, which saved graphs may leave out. The table is {@code ops.tsv}, made of
 * TensorFlow's own registry.
 */
final class OpDefinitions {
  private static final String TABLE = "ops.tsv";
  private static final Map<String, String> LINES = lines();
  private static final Map<String, OpDefinition> KNOWN = new ConcurrentHashMap<>();

  private OpDefinitions() {}

  /**
   * One output of an operation.
   *
   * @param count the attribute that counts a list's members; empty for a single tensor
   */
  record Output(String name, String count) {
    /** How many tensors it is for a node with these attributes. */
    int size(Map<String, AttrValue> attributes) {
      AttrValue value = attributes.getOrDefault(count, AttrValue.getDefaultInstance());
      return count.isEmpty() ? 1 : (int) Math.max(value.getI(), value.getList().getTypeCount());
    }
  }

  /**
   * One operation.
   *
   * @param attributes names of all attributes
   * @param defaults values of those that may be left out
   */
  record OpDefinition(
      List<Output> outputs, Set<String> attributes, Map<String, AttrValue> defaults) {

    /** Whether a graph must state an attribute. */
    boolean needs(String attribute) {
      return attributes.contains(attribute) && !defaults.containsKey(attribute);
    }
  }

  /** The definition of an operation; nothing for one that TensorFlow does not define. */
  static Optional<OpDefinition> of(String op) {
    return LINES.containsKey(op)
        ? Optional.of(KNOWN.computeIfAbsent(op, name -> parsed(LINES.get(name))))
        : Optional.empty();
  }

  /** The attributes of a node with the default value of each that it leaves out. */
  static Map<String, AttrValue> complete(String op, Map<String, AttrValue> stated) {
    Map<String, AttrValue> all = new HashMap<>();
    of(op).ifPresent(definition -> all.putAll(definition.defaults()));
    all.putAll(stated);
    return Map.copyOf(all);
  }

  private static OpDefinition parsed(String line) {
    String[] fields = line.split("\t", -1);
    List<Output> outputs = new ArrayList<>();
    for (String output : parts(fields[1])) {
      String[] counted = output.split("\\*", 2);
      outputs.add(new Output(counted[0], counted.length > 1 ? counted[1] : ""));
    }
    Map<String, AttrValue> defaults = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (String attribute : parts(fields[2])) {
      String[] pair = attribute.split("=", 2);
      names.add(pair[0]);
      if (pair.length > 1) {
        defaults.put(pair[0], value(pair[1]));
      }
    }
    return new OpDefinition(outputs, names, defaults);
  }

  private static List<String> parts(String field) {
    return field.isEmpty() ? List.of() : List.of(field.split("; "));
  }

  private static AttrValue value(String text) {
    try {
      AttrValue.Builder value = AttrValue.newBuilder();
      TextFormat.merge(text, value);
      return value.build();
    } catch (TextFormat.ParseException e) {
      throw new IllegalStateException(TABLE + " holds no value: " + text, e);
    }
  }

  private static Map<String, String> lines() {
    try (InputStream in = OpDefinitions.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('\t')), line -> line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
