package org.graft.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.graft.api.Graft;
import org.graft.api.Heads;
import org.graft.base.Base;
import org.graft.base.BaseOptions;
import org.graft.base.BaseStore;
import org.graft.base.Catalogue;
import org.graft.base.Importer;
import org.graft.card.ImageCard;
import org.graft.card.ModelCard;
import org.graft.card.ModelCards;
import org.graft.engine.selection.StoredSelections;
import org.graft.experiment.CellNote;
import org.graft.experiment.Comparison;
import org.graft.experiment.ComparisonRow;
import org.graft.experiment.Control;
import org.graft.export.flatbuffers.FlatBuffersExport;
import org.graft.export.flatbuffers.TrainingGraph;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.feature.cache.CacheKey;
import org.graft.feature.cache.FeatureCache;
import org.graft.feature.cache.StoredRows;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.head.HeadStyle;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Weights;
import org.graft.predict.OnnxModel;
import org.graft.report.Reports;
import org.graft.report.StepWords;
import org.graft.source.keras.ReadBy;
import org.graft.storage.Json;
import org.graft.train.StoredRuns;

/** Files that Graft itself has written, and others changed. */
final class OwnFiles {
  private static final int SIZE = 8;

  private final Path folder;
  private final List<Sample> all = new ArrayList<>();

  private OwnFiles(Path folder) {
    this.folder = folder;
  }

  static List<Sample> in(Path folder) throws Exception {
    OwnFiles files = new OwnFiles(folder);
    Base base = files.base();
    files.runs(base);
    files.cache();
    files.comparison();
    files.exported();
    return files.all;
  }

  private Base base() {
    Path file = Path.of("src/test/resources/fixtures/formats/plain.h5");
    Base base =
        new Importer(Catalogue.load(), Clock.systemUTC())
            .read(
                new Importer.ImportRequest(
                    file, BaseOptions.NONE.named("plain"), null, null, ReadBy.DIRECT));
    BaseStore shelf = new BaseStore(folder);
    shelf.save(base);
    Path own = shelf.folder("plain");
    Sample.Reading reading =
        () -> {
          Base found = shelf.load("plain");
          found.facts().shapes(found.model().plan(), found.facts().nativeSize());
          found.features();
          return List.of(Json.line(found.facts()), found.model(), Json.line(shelf.content()));
        };
    json("base.json", own.resolve("base.json"), reading);
    json("plan.json", own.resolve("plan.json"), reading);
    add("weights.npz", own.resolve("weights.npz"), ByteDamage::of, reading, Sample.SAME);
    return base;
  }

  private void runs(Base base) throws Exception {
    Path finished = StoredRuns.finished(folder.resolve("finished"), base);
    Sample.Reading reading = () -> StoredRuns.readFinished(finished);
    for (String name : List.of("run.json", "metrics.jsonl")) {
      json(name, finished.resolve(name), reading);
    }
    for (String name : List.of("test_images.csv", "predictions.npz")) {
      add(name, finished.resolve(name), ByteDamage::of, reading, Samples::anything);
    }
    Path left = StoredRuns.left(folder.resolve("left"), "plain");
    json("training.json", left.resolve("training.json"), () -> StoredRuns.readLeft(left));
    add(
        "training_images.csv",
        left.resolve("training_images.csv"),
        ByteDamage::of,
        () -> StoredRuns.readLeft(left),
        Samples::anything);
    Sample.Reading state = () -> StoredRuns.readCheckpoint(left);
    Path checkpoints = left.resolve("checkpoints");
    json("checkpoint JSON", checkpoints.resolve("phase-0.json"), state);
    add(
        "checkpoint arrays",
        checkpoints.resolve("phase-0-epoch-1.npz"),
        ByteDamage::of,
        state,
        Sample.SAME);
    Path cell = Files.createDirectories(folder.resolve("cell"));
    new CellNote("0123", 12.5, "rate").write(cell);
    json("cell.json", cell.resolve("cell.json"), () -> CellNote.of(cell).orElseThrow());
  }

  private void cache() throws Exception {
    Path selections = folder.resolve("selections");
    Path selection = StoredSelections.write(selections);
    json("selection", selection, () -> StoredSelections.read(selections));
    Path features = folder.resolve("features");
    CacheKey key =
        new CacheKey(CacheKey.FORMAT, "plain", "0123", "a", 8, 8, "bilinear", "samediff");
    FeatureCache cache = new FeatureCache(features, 1 << 20, Clock.systemUTC(), warning -> {});
    cache.add(key, Map.of("ab".repeat(32), new float[] {1, 2, 3, 4}), StoredRows.none());
    List<Path> kept;
    try (Stream<Path> files = Files.walk(features)) {
      kept = files.filter(file -> file.toString().matches(".*\\.(json|npz)")).toList();
    }
    for (Path file : kept) {
      if (file.toString().endsWith("json")) {
        json("cache key", file, cache::list);
      } else {
        add(
            "kept features",
            file,
            ByteDamage::of,
            () -> features(cache, key),
            OwnFiles::sameOrNone);
      }
    }
  }

  private static Object features(FeatureCache cache, CacheKey key) {
    return cache.find(key).row("ab".repeat(32)).map(row -> Json.line(row));
  }

  private static void sameOrNone(Object intact, Object found, byte... damaged) {
    if (!found.equals(Optional.empty())) {
      Sample.SAME.check(intact, found, damaged);
    }
  }

  private void comparison() throws Exception {
    Path own = Files.createDirectories(folder.resolve("comparison"));
    ComparisonRow.Cell cell = new ComparisonRow.Cell(1, 0.5, 0.5, "run", false);
    ComparisonRow row =
        new ComparisonRow(
            "plain",
            32,
            "raw",
            0.002,
            0.5,
            0.5,
            List.of(0.25, 0.75),
            0.1,
            0.5,
            "learns",
            "rate",
            0.5,
            0.7,
            0.5,
            10.0,
            2.0,
            100,
            12.5,
            0.5,
            List.of(cell, cell),
            "run");
    Control control =
        new Control("probe", "plain", 0.5, 0.5, List.of(0.25, 0.75), "learns", List.of(0.5, 0.25));
    new Comparison(
            1,
            "data",
            "safe",
            "graft compare",
            "2026-01-01T00:00:00Z",
            "1",
            4,
            0.5,
            List.of(row),
            List.of(control),
            "accuracy")
        .write(own);
    json(
        "compare.json",
        own.resolve("compare.json"),
        () -> Files.readString(Reports.write(own, StepWords.API)).length());
  }

  private void exported() throws Exception {
    Model network = SmallNetworks.vgg(SIZE);
    SameDiffNetwork emitted = Emitter.inference(network);
    ModelCard card =
        ModelCards.of(
            List.of("a", "b", "c", "d", "e"),
            new ImageCard(SIZE, SIZE, "bilinear", "ignore", "tf"),
            "toy",
            Optional.of("run"),
            Optional.of("MIT"),
            OptionalDouble.of(0.5));
    Path file = folder.resolve("model.onnx");
    OnnxExport.write(
        emitted,
        file,
        OnnxOptions.classifier(emitted, card.toMetadata()),
        SmallNetworks.images(2, SIZE));
    graphs(emitted, card);
    float[] image = new float[3 * SIZE * SIZE];
    add(
        "ONNX",
        file,
        ByteDamage::of,
        () -> {
          try (OnnxModel model = OnnxModel.open(file, 1)) {
            return model.probabilities(List.of(image)).get(0).length;
          }
        },
        Samples::anything);
    Path metadata = folder.resolve("card.json");
    Json.write(metadata, card.toMetadata());
    json("model card", metadata, () -> ModelCard.of(metadata, texts(metadata)));
  }

  private void graphs(SameDiffNetwork emitted, ModelCard card) {
    graph("model", emitted, card);
    graph(
        "training",
        TrainingGraph.of(SmallNetworks.vgg(SIZE), Set.of("fc1"), emitted.output()),
        card);
    graph("own_head", Emitter.inference(attentive()), card);
  }

  private void graph(String name, SameDiffNetwork network, ModelCard card) {
    Path file = folder.resolve(name + ".fb");
    FlatBuffersExport.write(network, file, card.toMetadata(), SmallNetworks.images(2, SIZE));
    Sample.Reading reading = () -> Graft.openFlatBuffers(file).card().labels().size();
    add("FlatBuffers", file, ByteDamage::of, reading, Samples::anything);
    add("FlatBuffers, inside", file, GraphDamage::inside, reading, Samples::anything);
  }

  /** A head that is a graph, on the pixels themselves. */
  private static Model attentive() {
    Shape pixels = new Shape(SIZE, SIZE, 3);
    Model base = new Model(new Plan(List.of(new Input("image", pixels))), Weights.none());
    HeadStyle head =
        Heads.attention(0.2, 6).settled(pixels, SmallNetworks.CLASSES, new SplittableRandom(1));
    Weights weights = head.initial(pixels, SmallNetworks.CLASSES, new SplittableRandom(2));
    return new Head(head, SmallNetworks.CLASSES).graftedOn(base, weights);
  }

  /** The texts of an object, as the metadata of an ONNX file holds them. */
  private static Map<String, String> texts(Path file) {
    JsonNode object = Json.read(file, JsonNode.class);
    Map<String, String> texts = new TreeMap<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode value = object.get(name);
      texts.put(name, value.isTextual() ? value.asText() : value.toString());
    }
    return texts;
  }

  private void json(String format, Path file, Sample.Reading reading) {
    add(format, file, Samples::json, reading, Samples::anything);
  }

  private void add(
      String format, Path file, Sample.Damage damage, Sample.Reading reading, Sample.Rule rule) {
    all.add(new Sample(format, file, damage, reading, rule));
  }
}
