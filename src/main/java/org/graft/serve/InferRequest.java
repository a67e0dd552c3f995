package org.graft.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request of the open inference protocol, version 2: JSON, and behind it the bytes of tensors
 * that are not in it. Read as a stream, so that what it takes of memory is bounded by its bytes.
 *
 * @param id by which the client knows the answer again
 * @param outputs that are asked for; none where all are
 * @param binary whether outputs come behind the JSON where they do not say
 */
record InferRequest(
    Optional<String> id, List<InferTensor> inputs, List<Wanted> outputs, boolean binary) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Tensors that are looked at; the model has fewer. */
  private static final int MOST = 16;

  private static final String PARAMETERS = "parameters";

  /**
   * An output that is asked for.
   *
   * @param binary whether it comes behind the JSON; empty where the request says that
   */
  record Wanted(String name, Optional<Boolean> binary) {}

  /**
   * Reads a body.
   *
   * @param json how many of its first bytes are JSON
   * @throws RequestRefusedException if it is not what it says
   */
  static InferRequest of(byte[] body, int json) {
    try (JsonParser parser = JSON.createParser(body, 0, json)) {
      InferRequest request = new Reading(parser).request();
      require(parser.nextToken() == null, "more than one object of JSON");
      int at = json;
      for (InferTensor input : request.inputs) {
        at = input.takeBytes(body, at);
      }
      require(at == body.length, (body.length - at) + " bytes behind those of its tensors");
      return request;
    } catch (IOException e) {
      throw malformed("it is not JSON, or ends too early", e);
    }
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw malformed(otherwise, null);
    }
  }

  private static RequestRefusedException malformed(String what, @Nullable Throwable cause) {
    String message = "the inference request cannot be read: " + what;
    return new RequestRefusedException(Refusal.MALFORMED, message, cause);
  }

  /** One pass over the JSON, whose fields may stand in any order. */
  private record Reading(JsonParser parser) {
    InferRequest request() throws IOException {
      Optional<String> id = Optional.empty();
      List<InferTensor> inputs = new ArrayList<>();
      List<Wanted> outputs = new ArrayList<>();
      boolean binary = false;
      require(parser.nextToken() == JsonToken.START_OBJECT, "it is no object of JSON");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        switch (parser.currentName()) {
          case "id" -> id = Optional.of(text("id"));
          case "inputs" -> each("inputs", () -> inputs.add(input()), inputs);
          case "outputs" -> each("outputs", () -> outputs.add(output()), outputs);
          case PARAMETERS -> binary = flag("binary_data_output").orElse(false);
          default -> skip();
        }
      }
      return new InferRequest(id, List.copyOf(inputs), List.copyOf(outputs), binary);
    }

    private InferTensor input() throws IOException {
      InferTensor tensor = new InferTensor();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        switch (parser.currentName()) {
          case "name" -> tensor.name(text("name"));
          case "datatype" -> tensor.datatype(text("datatype"));
          case "shape" -> tensor.shape(shape());
          case "data" -> data(tensor);
          case PARAMETERS -> binarySize(tensor);
          default -> skip();
        }
      }
      return tensor;
    }

    private Wanted output() throws IOException {
      String name = "";
      Optional<Boolean> binary = Optional.empty();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        switch (parser.currentName()) {
          case "name" -> name = text("name");
          case PARAMETERS -> binary = flag("binary_data");
          default -> skip();
        }
      }
      return new Wanted(name, binary);
    }

    private List<Long> shape() throws IOException {
      List<Long> shape = new ArrayList<>();
      require(parser.nextToken() == JsonToken.START_ARRAY, "a shape that is no array");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, "a shape of other things");
        require(shape.size() < MOST, "a shape of more than " + MOST + " axes");
        shape.add(parser.getLongValue());
      }
      return shape;
    }

    /** The values of a tensor, row by row, in arrays of arrays or in one. */
    private void data(InferTensor tensor) throws IOException {
      require(parser.nextToken() == JsonToken.START_ARRAY, "data that are no array");
      int depth = 1;
      while (depth > 0) {
        switch (parser.nextToken()) {
          case START_ARRAY -> depth++;
          case END_ARRAY -> depth--;
          case VALUE_NUMBER_INT -> tensor.addNumber(parser.getLongValue());
          case VALUE_STRING -> tensor.addText(parser.getText());
          default -> require(false, "data that are neither whole numbers nor texts");
        }
      }
    }

    private Optional<Boolean> flag(String name) throws IOException {
      AtomicReference<Boolean> flag = new AtomicReference<>();
      parameter(
          name,
          () -> {
            require(parser.currentToken().isBoolean(), name + " is neither true nor false");
            flag.set(parser.getBooleanValue());
          });
      return Optional.ofNullable(flag.get());
    }

    private void binarySize(InferTensor tensor) throws IOException {
      parameter(
          "binary_data_size",
          () -> {
            JsonToken token = parser.currentToken();
            require(token == JsonToken.VALUE_NUMBER_INT, "binary_data_size is no number");
            tensor.binarySize(parser.getIntValue());
          });
    }

    /** Reads the value of one parameter and skips the others. */
    private void parameter(String name, Item value) throws IOException {
      require(parser.nextToken() == JsonToken.START_OBJECT, PARAMETERS + " that are no object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean meant = parser.currentName().equals(name);
        parser.nextToken();
        if (meant) {
          value.read();
        } else {
          parser.skipChildren();
        }
      }
    }

    private String text(String name) throws IOException {
      require(parser.nextToken() == JsonToken.VALUE_STRING, name + " is no text");
      return parser.getText();
    }

    private void skip() throws IOException {
      parser.nextToken();
      parser.skipChildren();
    }

    /** Reads an object. */
    private interface Item {
      void read() throws IOException;
    }

    private void each(String name, Item item, List<?> read) throws IOException {
      require(parser.nextToken() == JsonToken.START_ARRAY, name + " is no array");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        require(parser.currentToken() == JsonToken.START_OBJECT, name + " holds other things");
        require(read.size() < MOST, "more than " + MOST + " " + name);
        item.read();
      }
    }
  }
}
