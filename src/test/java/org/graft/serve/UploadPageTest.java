package org.graft.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft.fixture.Browser;
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser: a picture is chosen, its classes appear. */
@Tag("browser")
class UploadPageTest {
  private static final Path IMAGE = Path.of("data/logos/test/Alvero/001.jpg");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {360, 1200})
  void showsTheClassesOfAChosenPicture(int width) throws Exception {
    try (OnnxModel model = OnnxModel.open(ServedModel.export(folder));
        PredictService service = service(model);
        Browser browser = Browser.start()) {
      browser.open(service.start(), width);
      browser.until(
          "document.getElementById('about').textContent === '5 classes, on toy at 17x17 px'");
      assertThat(
              browser.evaluate("document.getElementById('picture').checkVisibility()").asBoolean())
          .isFalse();
      browser.choose("#file", IMAGE);
      browser.until("document.querySelectorAll('#answer tr').length === 5");
      List<LabelProbability> top = model.predict(List.of(IMAGE), 1).get(0).top();
      assertThat(browser.evaluate("document.querySelector('#answer td').textContent").asText())
          .isEqualTo(top.get(0).label());
      browser.until("document.getElementById('picture').naturalWidth > 0");
      assertThat(browser.evaluate("document.title").asText()).isEqualTo("toy");
      assertThat(browser.evaluate("document.getElementById('classes').innerText").asText())
          .containsSubsequence("a", "b", "c", "d", "e");
      assertThat(browser.evaluate("document.getElementById('calls').textContent").asText())
          .contains("/predict", "/v2/models/toy");
      assertThat(browser.overlaps()).isEmpty();
      assertThat(browser.evaluate("document.body.scrollWidth <= innerWidth").asBoolean()).isTrue();
      assertThat(browser.complaints()).isEmpty();
      browser.screenshot(Path.of("target").resolve("page-" + width + ".png"));
    }
  }

  @Test
  void saysWhyAFileCannotBeClassified() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.jpg"), "no picture");
    try (OnnxModel model = OnnxModel.open(ServedModel.export(folder));
        PredictService service = service(model);
        Browser browser = Browser.start()) {
      URI where = service.start();
      browser.open(where, 800);
      browser.choose("#file", text);
      browser.until("document.getElementById('problem').textContent.includes('not a JPEG')");
      assertThat(
              browser.evaluate("document.getElementById('picture').checkVisibility()").asBoolean())
          .isFalse();
    }
  }

  private static PredictService service(OnnxModel model) {
    return new PredictService(
        "toy", model, InetAddress.getLoopbackAddress(), 0, ServiceLimits.of(2), List.of());
  }
}
