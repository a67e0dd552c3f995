package org.graft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.experiment.GradCam;
import org.graft.image.Pixels;
import org.graft.image.Reading;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.train.Evaluation;
import org.graft.train.RunRecord;

/**
 * What speaks for a class, and where in the picture: Grad-CAM of the surest mistakes, for the class
 * predicted and the image's own, and of the surest images that are classified right.
 *
 * @param cells of the map that is shown; empty where none is
 * @param without what is said where none is
 */
record HeatMaps(String title, Optional<Shape> cells, List<Looked> looked, String without)
    implements Section {
  private static final int MISTAKES = 6;
  private static final int RIGHT = 2;

  /**
   * One image and its heat.
   *
   * @param own name of its class
   * @param views for the class predicted first
   */
  record Looked(Path file, Pixels picture, float probability, String own, List<View> views) {
    View predicted() {
      return views.get(0);
    }
  }

  /** One of the evaluated images, by its number. */
  private record Chosen(int image, Pixels picture) {}

  /** What speaks for one class. */
  record View(String label, Heat heat) {}

  /**
   * Of a finished run; its base runs once more over the few images that are shown.
   *
   * @param trained the run's model, BatchNorm not folded
   */
  static HeatMaps of(Model trained, RunRecord run, Evaluation evaluation) {
    Reading reading = new Reading(run.resize(), false, skipped -> {});
    Optional<GradCam> found = GradCam.of(trained, reading);
    if (found.isEmpty()) {
      return leftOut(
          "Not drawn: the head reads neither a pooled nor a flattened map, so that Grad-CAM has no"
              + " places to weigh.");
    }
    try (GradCam cam = found.get()) {
      Map<Path, Chosen> shown = new LinkedHashMap<>();
      Stream.concat(surest(evaluation, false, MISTAKES), surest(evaluation, true, RIGHT))
          .forEach(one -> shown.put(evaluation.files().get(one.image()), one));
      List<GradCam.Look> looks = shown.isEmpty() ? List.of() : cam.at(List.copyOf(shown.keySet()));
      List<Looked> looked =
          looks.stream().map(look -> looked(look, evaluation, shown.get(look.image()))).toList();
      return new HeatMaps("What speaks for a class", Optional.of(cam.cells()), looked, "");
    }
  }

  /** None, and why. */
  static HeatMaps leftOut(String why) {
    return new HeatMaps("What speaks for a class", Optional.empty(), List.of(), why);
  }

  /** The surest first, as far as their images are still there. */
  private static Stream<Chosen> surest(Evaluation evaluation, boolean right, int most) {
    return Mistakes.surest(evaluation, right)
        .flatMap(
            i ->
                Thumbnail.picture(evaluation.files().get(i))
                    .map(picture -> new Chosen(i, picture))
                    .stream())
        .limit(most);
  }

  private static Looked looked(GradCam.Look look, Evaluation evaluation, Chosen chosen) {
    int i = chosen.image();
    int predicted = evaluation.predicted(i);
    List<Integer> classes = Stream.of(predicted, evaluation.truth()[i]).distinct().toList();
    List<Tensor> heat = classes.stream().map(look::heat).toList();
    double most = heat.stream().mapToDouble(HeatMaps::most).max().orElseThrow();
    List<View> views = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      String label = evaluation.labels().get(classes.get(c));
      views.add(new View(label, new Heat(heat.get(c), most)));
    }
    String own = evaluation.labels().get(evaluation.truth()[i]);
    return new Looked(
        look.image(), chosen.picture(), evaluation.probability(i, predicted), own, views);
  }

  private static double most(Tensor heat) {
    return IntStream.range(0, heat.size()).mapToDouble(i -> heat.values()[i]).max().orElseThrow();
  }

  @Override
  public boolean isEmpty() {
    return cells.isPresent() && looked.isEmpty();
  }

  @Override
  public void write(Html html) {
    if (cells.isEmpty()) {
      html.leaf("p", without);
      return;
    }
    html.leaf(
        "p",
        String.format(
            Locale.ROOT,
            "Grad-CAM (Selvaraju et al. 2017) on the map of %d × %d cells that the head reads: where"
                + " the picture raises a class's logit. Mistakes are shown for the class predicted"
                + " and for their own, on one scale an image.",
            cells.get().axis(0),
            cells.get().axis(1)));
    html.begin("p", "class", "scale").leaf("span", "nothing");
    html.leaf("i", "", "style", "background:" + Heat.gradient()).leaf("span", "most").end();
    html.begin("div", "class", "looks");
    looked.forEach(image -> write(html, image));
    html.end();
  }

  private static void write(Html html, Looked looked) {
    html.begin("figure", "class", "look").begin("div", "class", "views");
    view(html, looked.picture(), looked.own(), "picture");
    for (View view : looked.views()) {
      String alt = "heat for " + view.label() + ": " + view.heat().where();
      view(html, view.heat().over(looked.picture()), alt, "for " + view.label());
    }
    html.end().begin("figcaption");
    html.leaf("b", looked.predicted().label());
    html.leaf("span", Shown.share(looked.probability()));
    html.leaf("span", "is " + looked.own());
    html.leaf("small", String.valueOf(looked.file().getFileName())).end().end();
  }

  private static void view(Html html, Pixels picture, String alt, String caption) {
    html.begin("div", "class", "picture");
    html.single("img", "src", Thumbnail.uri(picture), "alt", alt);
    html.leaf("small", caption).end();
  }
}
