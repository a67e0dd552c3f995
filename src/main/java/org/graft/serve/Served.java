package org.graft.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.graft.card.ModelCard;
import org.graft.predict.Naming;
import org.graft.provenance.Version;

/**
 * What a service answers: {@code POST /predict} and what is around it, and the same model by
 * KServe's open inference protocol, version 2, below {@code /v2}.
 */
final class Served {
  static final String GET = "GET";
  static final String POST = "POST";
  private static final String PREDICT = "/predict";
  private static final int DEFAULT_TOP = 5;

  private final String name;
  private final ModelCard card;
  private final Naming naming;
  private final String infer;
  private final Map<String, Supplier<Reply>> pages = new LinkedHashMap<>();
  private final Map<String, String> methods = new LinkedHashMap<>();

  /**
   * What stands for a model.
   *
   * @param name by which clients ask for it: letters, digits, {@code . _ -}
   * @param metrics what the service has done
   */
  Served(String name, ModelCard card, Supplier<Reply> metrics) {
    this.name = name;
    this.card = card;
    this.naming = Naming.of(card);
    String model = "/v2/models/" + name;
    this.infer = model + "/infer";
    pages.put("/", UploadPage::reply);
    pages.put("/model", () -> Reply.json(told()));
    pages.put("/health", () -> Reply.json(Map.of("status", "ok")));
    pages.put("/metrics", metrics);
    pages.put("/openapi.json", () -> Reply.json(OpenApi.of(name, card)));
    pages.put("/v2", () -> Reply.json(server()));
    pages.put("/v2/health/live", () -> Reply.json(Map.of("live", true)));
    pages.put("/v2/health/ready", () -> Reply.json(Map.of("ready", true)));
    pages.put(model, () -> Reply.json(model()));
    pages.put(model + "/ready", () -> Reply.json(Map.of("name", name, "ready", true)));
    pages.keySet().forEach(path -> methods.put(path, GET));
    methods.put(PREDICT, POST);
    methods.put(infer, POST);
  }

  /** Paths with the method that each takes. */
  Map<String, String> paths() {
    return methods;
  }

  /** What stands under a path that takes {@code GET}. */
  Reply page(String path) {
    return pages.get(path).get();
  }

  /**
   * The way in which a request under a path that takes {@code POST} is answered.
   *
   * @throws RequestRefusedException if its query or headers cannot be read
   */
  Exchange exchange(String path, Request request) {
    return path.equals(infer)
        ? new InferExchange(name, naming, jsonLength(request))
        : new Classification(
            naming, request.getHeaders().get(HttpHeader.CONTENT_TYPE), top(request));
  }

  private static Optional<Integer> jsonLength(Request request) {
    String length = request.getHeaders().get(InferExchange.JSON_LENGTH);
    if (length == null) {
      return Optional.empty();
    }
    if (!length.matches("\\d{1,9}")) {
      throw new RequestRefusedException(
          Refusal.QUERY, InferExchange.JSON_LENGTH + " takes a number");
    }
    return Optional.of(Integer.valueOf(length));
  }

  private static int top(Request request) {
    String top;
    try {
      top = Request.extractQueryParameters(request).getValue("top");
    } catch (RuntimeException e) {
      throw new RequestRefusedException(
          Refusal.QUERY, "the query cannot be read: it is damaged", e);
    }
    if (top == null) {
      return DEFAULT_TOP;
    }
    if (!top.matches("[1-9]\\d{0,5}")) {
      throw new RequestRefusedException(Refusal.QUERY, "top takes a whole number from 1 on");
    }
    return Integer.parseInt(top);
  }

  /** The file's metadata, and the name. */
  private Map<String, String> told() {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("name", name);
    told.putAll(card.toMetadata());
    return told;
  }

  private static Map<String, Object> server() {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("name", "graft");
    server.put("version", Version.current());
    server.put("extensions", List.of("binary_tensor_data"));
    return server;
  }

  private Map<String, Object> model() {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", name);
    model.put("versions", List.of());
    model.put("platform", "onnxruntime_onnx");
    List<Integer> shape = List.of(-1, card.images().height(), card.images().width(), 3);
    model.put(
        "inputs",
        List.of(Map.of("name", InferExchange.INPUT, "datatype", "UINT8", "shape", shape)));
    model.put("outputs", InferExchange.outputs(naming));
    return model;
  }
}
