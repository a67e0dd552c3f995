package org.graft.serve;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.graft.storage.Json;

/**
 * An answer.
 *
 * @param type of its content
 * @param headers further ones
 */
record Reply(int status, String type, byte[] content, Map<String, String> headers) {
  static final int OK = 200;
  static final String JSON = "application/json";

  Reply {
    headers = Map.copyOf(headers);
  }

  /** One line of JSON. */
  static Reply json(Object value) {
    return json(OK, value);
  }

  static Reply json(int status, Object value) {
    byte[] content = Json.line(value).getBytes(StandardCharsets.UTF_8);
    return new Reply(status, JSON, content, Map.of());
  }
}
