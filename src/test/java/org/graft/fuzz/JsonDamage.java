package org.graft.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What people and programs do to JSON that stays JSON: fields missing, foreign, huge or deep. */
final class JsonDamage {
  private static final int DEEP = 900;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(4 * DEEP).build())
                  .build())
          .build();
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final int LONG = 5000;

  private JsonDamage() {}

  /**
   * JSON, one value or one a line, with a value changed, or seldom several.
   *
   * @throws IOException if the bytes are no JSON
   */
  static byte[] of(byte[] json, Random random) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    try (var parsed = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(json)) {
      parsed.forEachRemaining(values::add);
    }
    do {
      int which = random.nextInt(values.size());
      values.set(which, changed(values.get(which), random));
    } while (random.nextInt(4) == 0);
    StringBuilder text = new StringBuilder();
    for (JsonNode value : values) {
      text.append(MAPPER.writeValueAsString(value)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode changed(JsonNode root, Random random) {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(root, containers);
    if (containers.isEmpty() || random.nextInt(100) == 0) {
      return foreign(root, random);
    }
    ContainerNode<?> container = containers.get(random.nextInt(containers.size()));
    if (container instanceof ObjectNode object) {
      change(object, random);
    } else {
      change((ArrayNode) container, random);
    }
    return root;
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> all) {
    if (node instanceof ContainerNode<?> container && !container.isEmpty()) {
      all.add(container);
      container.forEach(child -> collect(child, all));
    }
  }

  private static void change(ObjectNode object, Random random) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    String other = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> object.remove(name);
      case 2 -> object.set(name + "x", object.remove(name));
      case 3 -> object.set(name, object.get(other).deepCopy());
      default -> object.set(name, foreign(object.get(name), random));
    }
  }

  private static void change(ArrayNode array, Random random) {
    int at = random.nextInt(array.size());
    switch (random.nextInt(6)) {
      case 0 -> array.remove(at);
      case 1 -> array.removeAll();
      case 2 -> array.insert(at, array.get(at).deepCopy());
      case 3 -> array.set(at, array.get(random.nextInt(array.size())).deepCopy());
      default -> array.set(at, foreign(array.get(at), random));
    }
  }

  private static JsonNode foreign(JsonNode value, Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> MAKE.nullNode();
      case 1 -> MAKE.booleanNode(random.nextBoolean());
      case 2 -> MAKE.numberNode(0);
      case 3 -> MAKE.numberNode(-1 - random.nextInt(3));
      case 4 -> MAKE.numberNode(Integer.MAX_VALUE);
      case 5 -> MAKE.numberNode(Long.MIN_VALUE);
      case 6 -> MAKE.numberNode(BigInteger.ONE.shiftLeft(random.nextInt(200)));
      case 7 -> MAKE.numberNode(random.nextBoolean() ? 1e308 : -0.5);
      case 8 -> MAKE.textNode("");
      case 9 -> MAKE.textNode("../".repeat(1 + random.nextInt(4)) + "x");
      case 10 -> MAKE.textNode("a".repeat(1 + random.nextInt(LONG)));
      case 11 -> MAKE.arrayNode().add(value);
      case 12 -> MAKE.objectNode().set("x", value);
      case 13 -> nested(random);
      case 14 -> text(value, random);
      default -> number(value, random);
    };
  }

  private static JsonNode nested(Random random) {
    JsonNode nested = MAKE.numberNode(1);
    boolean arrays = random.nextBoolean();
    for (int i = random.nextInt(DEEP); i >= 0; i--) {
      nested = arrays ? MAKE.arrayNode().add(nested) : MAKE.objectNode().set("config", nested);
    }
    return nested;
  }

  /** A text with a letter of another kind in it, a line feed or a zero among them. */
  private static JsonNode text(JsonNode value, Random random) {
    StringBuilder text = new StringBuilder(value.asText());
    String letters = "\n\u0000\uD83D/\\:.%{[\"'é€ 9";
    text.insert(
        random.nextInt(text.length() + 1), letters.charAt(random.nextInt(letters.length())));
    return MAKE.textNode(text.toString());
  }

  private static JsonNode number(JsonNode value, Random random) {
    return MAKE.numberNode(value.asLong() + random.nextInt(2001) - 1000);
  }
}
