package org.graft.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.graft.storage.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application of {@code docs/spring-boot.md}, as it stands there. */
@Tag("consumer")
class SpringBootPageTest {
  private static final Pattern FILE =
      Pattern.compile("(?m)^`([\\w./]+)`[^\n]*\n```[a-z]+\n((?:(?!```).*\n)*)```");

  private static final Pattern PORT = Pattern.compile("started on port (\\d+)");
  private static final Path PICTURE = Path.of("data/logos/test/Alvero/001.jpg");

  @TempDir private static Path folder;

  @Test
  void answersWhatTheModelSays() throws Exception {
    ConsumerProject project = ConsumerProject.withGraft(folder).of("boot");
    List<MatchResult> files =
        FILE.matcher(Files.readString(Path.of("docs/spring-boot.md"))).results().toList();
    assertThat(files).hasSize(3);
    for (MatchResult file : files) {
      project.write(file.group(1), file.group(2));
    }
    Path model = project.file("brands.onnx");
    Graft.importKeras(Path.of("data/networks/demo_vgg.h5"))
        .on(Path.of("data/logos"))
        .size(32)
        .epochs(3)
        .train()
        .exportOnnx(model);
    Process application = started(project);
    try {
      URI brand = URI.create("http://localhost:" + port(project.file("log")) + "/brand");
      HttpResponse<String> right = post(brand, Files.readAllBytes(PICTURE));
      HttpResponse<String> wrong = post(brand, new byte[] {1, 2, 3});

      assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
      try (OnnxModel opened = OnnxModel.open(model)) {
        LabelProbability expected = opened.predict(Files.readAllBytes(PICTURE), 1).get(0);
        assertThat(Json.parse(right.body(), Path.of("answer")))
            .isEqualTo(Json.parse(Json.line(expected), Path.of("expected")));
      }
      assertThat(wrong.statusCode()).isEqualTo(400);
    } finally {
      application.destroy();
    }
    assertThat(application.waitFor()).isEqualTo(143);
  }

  private static Process started(ConsumerProject project) throws Exception {
    String classPath = project.classPath();
    return new ProcessBuilder("java", "-cp", classPath, "shop.Brands", "--server.port=0")
        .directory(project.folder().toFile())
        .redirectErrorStream(true)
        .redirectOutput(project.file("log").toFile())
        .start();
  }

  private static String port(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      Matcher port = PORT.matcher(Files.readString(log));
      if (port.find()) {
        return port.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError(Files.readString(log));
  }

  private static HttpResponse<String> post(URI where, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(where)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
