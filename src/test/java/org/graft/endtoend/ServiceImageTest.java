package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.cli.DemoModel;
import org.graft.fixture.Containers;
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The image for predicting and serving, built and used as the README says. */
@Tag("containers")
class ServiceImageTest {
  private static final int PORT = 8080;
  private static final double TOLERANCE = 1e-5;

  @TempDir static Path folder;

  private static Path model;
  private static GenericContainer<?> service;

  @BeforeAll
  static void start() {
    Containers.require();
    service = new GenericContainer<>(Containers.graft("predict"));
    model = DemoModel.export(folder, "demo_vgg", 32);
    Containers.copy(model, service, "/work/model.onnx");
    service
        .withCommand("serve", "--model", "model.onnx", "--host", "0.0.0.0")
        .withExposedPorts(PORT)
        .waitingFor(Wait.forHttp("/health"))
        .start();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void answersOverHttpAsTheModelDoesHere() throws Exception {
    try (OnnxModel here = OnnxModel.open(model)) {
      List<Path> images =
          List.of(
              DemoModel.IMAGES.resolve("Alvero/001.jpg"),
              DemoModel.IMAGES.resolve("Jontell/002.jpg"));
      for (Path image : images) {
        JsonNode top = post(image).path("images").path(0).path("top");
        List<LabelProbability> expected = here.predict(List.of(image), 12).get(0).top();
        assertThat(top).hasSize(12);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(top.path(i).path("label").asText()).isEqualTo(expected.get(i).label());
          assertThat(top.path(i).path("probability").asDouble())
              .isCloseTo(expected.get(i).probability(), within(TOLERANCE));
        }
      }
    }
  }

  @Test
  void runsAsNobodyInParticular() {
    assertThat(Containers.run(service, "id", "-u").strip()).isEqualTo("10001");
    assertThat(Containers.run(service, "sh", "-c", "test -w /opt/graft || echo not").strip())
        .isEqualTo("not");
  }

  @Test
  void theImageChecksItsHealth() throws IOException {
    String file = Files.readString(Path.of("Dockerfile"));
    String check = file.substring(file.indexOf("HEALTHCHECK"));
    String command = check.substring(check.indexOf('['), check.indexOf(']') + 1);
    List<String> words = new ArrayList<>();
    Json.parse(command, Path.of("Dockerfile")).forEach(word -> words.add(word.asText()));
    Containers.run(service, words.toArray(String[]::new));
  }

  @Test
  void whatTheImageLeavesOutIsSaid() throws Exception {
    String help = Containers.run(service, "/opt/graft/graft", "--help");
    assertThat(help).contains("transfer learning", "serve");
    ExecResult refused =
        service.execInContainer("/opt/graft/graft", "import", "--keras", "/work/model.onnx");
    assertThat(refused.getExitCode()).isEqualTo(1);
    assertThat(refused.getStderr())
        .startsWith("graft: this installation has only a part of Graft")
        .hasLineCount(1);
  }

  private static JsonNode post(Path image) throws IOException, InterruptedException {
    URI where =
        URI.create(
            "http://" + service.getHost() + ":" + service.getMappedPort(PORT) + "/predict?top=12");
    HttpRequest request =
        HttpRequest.newBuilder(where)
            .POST(BodyPublishers.ofByteArray(Files.readAllBytes(image)))
            .build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return Json.parse(body, Path.of("answer"));
  }
}
