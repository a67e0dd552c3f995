package org.graft.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.graft.predict.OnnxModel;
import org.graft.serve.PredictService;
import org.graft.serve.ServiceLimits;
import org.graft.storage.Json;

/** A service that answers one picture. */
final class ServedOnce {
  private ServedOnce() {}

  static JsonNode answer(Path onnx, Path picture) throws Exception {
    try (OnnxModel model = OnnxModel.open(onnx, 1);
        PredictService service =
            new PredictService(
                "toy",
                model,
                InetAddress.getLoopbackAddress(),
                0,
                ServiceLimits.of(1),
                List.of())) {
      HttpRequest request =
          HttpRequest.newBuilder(service.start().resolve("/predict"))
              .POST(HttpRequest.BodyPublishers.ofFile(picture))
              .build();
      String answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      return Json.parse(answer, Path.of("answer")).path("images").get(0);
    }
  }
}
