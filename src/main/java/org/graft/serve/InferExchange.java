package org.graft.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.graft.predict.Naming;

/**
 * {@code POST /v2/models/NAME/infer}: KServe's open inference protocol, version 2, with tensors in
 * JSON or behind it (its extension {@code binary_tensor_data}).
 */
final class InferExchange implements Exchange {
  /** Says how many of a body's first bytes are JSON. */
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  static final String INPUT = "image";
  private static final String BINARY_SIZE = "binary_data_size";

  private final String model;
  private final Naming naming;
  private final Optional<Integer> json;
  private Optional<String> id = Optional.empty();

  /** The outputs that are asked for, each with whether it comes behind the JSON. */
  private Map<Output, Boolean> wanted = Map.of();

  /**
   * One request.
   *
   * @param model the name that it is asked for by
   * @param json how many of the body's bytes are JSON; empty for all
   */
  InferExchange(String model, Naming naming, Optional<Integer> json) {
    this.model = model;
    this.naming = naming;
    this.json = json;
  }

  /** What the model hands out: name, type and shape of each. */
  static List<Map<String, Object>> outputs(Naming naming) {
    return Output.of(naming).stream()
        .map(
            output ->
                Map.<String, Object>of(
                    "name", output.name, "datatype", output.datatype, "shape", output.shape(-1)))
        .toList();
  }

  @Override
  public List<Upload> images(byte[] body) {
    int first = json.orElse(body.length);
    if (first < 0 || first > body.length) {
      throw new RequestRefusedException(
          Refusal.MALFORMED,
          JSON_LENGTH + " is " + first + " and the body has " + body.length + " bytes");
    }
    InferRequest request = InferRequest.of(body, first);
    List<String> names = request.inputs().stream().map(InferTensor::name).toList();
    if (!names.equals(List.of(INPUT))) {
      throw new RequestRefusedException(
          Refusal.MALFORMED, "the inputs are " + names + ", one expected: " + INPUT);
    }
    id = request.id();
    wanted = wanted(request);
    return request.inputs().get(0).images();
  }

  private Map<Output, Boolean> wanted(InferRequest request) {
    List<Output> all = Output.of(naming);
    Map<Output, Boolean> wanted = new LinkedHashMap<>();
    if (request.outputs().isEmpty()) {
      all.forEach(output -> wanted.put(output, request.binary()));
    }
    for (InferRequest.Wanted asked : request.outputs()) {
      Output found =
          all.stream()
              .filter(output -> output.name.equals(asked.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RequestRefusedException(
                          Refusal.MALFORMED,
                          "there is no output %s; there are %s"
                              .formatted(asked.name(), all.stream().map(Output::name).toList())));
      wanted.put(found, asked.binary().orElse(request.binary()));
    }
    return wanted;
  }

  @Override
  public Reply reply(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (!outcome.known()) {
        throw new RequestRefusedException(Refusal.MALFORMED, outcome.error());
      }
    }
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    List<Map<String, Object>> outputs = new ArrayList<>();
    wanted.forEach((output, binary) -> outputs.add(output.told(outcomes, binary, behind)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model_name", model);
    id.ifPresent(own -> answer.put("id", own));
    answer.put("outputs", outputs);
    return behind.size() == 0 ? Reply.json(answer) : withBytes(Reply.json(answer), behind);
  }

  private static Reply withBytes(Reply json, ByteArrayOutputStream behind) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(json.content());
    content.writeBytes(behind.toByteArray());
    Map<String, String> length = Map.of(JSON_LENGTH, Integer.toString(json.content().length));
    return new Reply(Reply.OK, "application/octet-stream", content.toByteArray(), length);
  }

  /**
   * An output.
   *
   * @param width values of an image, each a number; 0 of a text
   */
  private record Output(String name, String datatype, int width, Function<float[], Object> value) {
    /** All that a model has. */
    static List<Output> of(Naming naming) {
      if (naming.isNumber()) {
        return List.of(new Output("number", "FP32", 1, row -> row));
      }
      return List.of(
          new Output("probabilities", "FP32", naming.labels().size(), row -> row),
          new Output("label", "BYTES", 0, row -> naming.answer(row, 1).label()));
    }

    List<Integer> shape(int images) {
      return width == 0 ? List.of(images) : List.of(images, width);
    }

    /** The output of all images; its values go behind the JSON where that is asked for. */
    Map<String, Object> told(List<Outcome> outcomes, boolean binary, ByteArrayOutputStream behind) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("name", name);
      told.put("datatype", datatype);
      told.put("shape", shape(outcomes.size()));
      List<Object> values = outcomes.stream().map(row -> value.apply(row.outputs())).toList();
      if (binary) {
        int before = behind.size();
        values.forEach(value -> behind.writeBytes(bytes(value)));
        told.put("parameters", Map.of(BINARY_SIZE, behind.size() - before));
      } else {
        told.put("data", flat(values));
      }
      return told;
    }

    private static List<Object> flat(List<Object> values) {
      List<Object> flat = new ArrayList<>();
      for (Object value : values) {
        if (value instanceof float[] row) {
          for (float number : row) {
            flat.add(number);
          }
        } else {
          flat.add(value);
        }
      }
      return flat;
    }

    /** Little-endian floats; or a text's length and UTF-8. */
    private static byte[] bytes(Object value) {
      if (value instanceof float[] row) {
        ByteBuffer bytes =
            ByteBuffer.allocate(Float.BYTES * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        return bytes.array();
      }
      byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(Integer.BYTES + text.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(text.length)
          .put(text)
          .array();
    }
  }
}
