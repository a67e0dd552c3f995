package org.graft.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.provenance.Origin;
import org.graft.provenance.Version;
import org.graft.source.keras.AssignBy;
import org.graft.source.keras.ConfigReader;
import org.graft.source.keras.DirectReader;
import org.graft.source.keras.Dl4jReader;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.KerasSource;
import org.graft.source.keras.ModelConfig;
import org.graft.storage.Json;

/** A Keras file made a base: recognised, planned by two readers, filled to the last array. */
public final class Importer {
  private final Catalogue catalogue;
  private final Clock clock;

  public Importer(Catalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /**
   * What to import, and how; all but the file may be {@code null}.
   *
   * @param architecture a catalogue name, or the path of a description that Keras wrote
   * @param cut the last layer to keep
   * @param output which of several outputs to keep the network for
   * @param name what to call the base; by default the architecture's name
   * @param preprocessing what the weights were trained with; by default the catalogue's
   * @param assign what to trust where a file's order and its names contradict each other
   */
  public record Request(
      Path file,
      String architecture,
      String cut,
      String output,
      String name,
      Preprocessing preprocessing,
      AssignBy assign) {

    /** That file, and nothing said about it. */
    public static Request of(Path file) {
      return new Request(file, null, null, null, null, null, null);
    }

    /** The same file, said to hold an architecture. */
    public Request as(String architecture) {
      return new Request(file, architecture, cut, output, name, preprocessing, assign);
    }

    /** The same, kept up to a layer. */
    public Request upTo(String layer) {
      return new Request(file, architecture, layer, output, name, preprocessing, assign);
    }
  }

  /**
   * Reads a file and makes a base of it; nothing is written. The file's digest, which takes as long
   * as its arrays, is made meanwhile.
   */
  public Base read(Request request) {
    try (KerasSource source = KerasSource.open(request.file())) {
      CompletableFuture<Origin> origin =
          CompletableFuture.supplyAsync(() -> Origin.of(request.file()));
      KerasFile file =
          request.assign() == null ? source.read() : source.read().assigned(request.assign());
      Description description = describe(request, file);
      Plan kept = description.what().kept();
      Weights weights = description.assignment().read(kept);
      requireFinite(request.file(), weights);
      return BaseFacts.base(
          new BaseFacts.Wanted(request.cut(), request.name(), request.preprocessing()),
          new BaseFacts.Source(
              origin.join(), file.kerasVersion().orElse(null), receipt(description)),
          description.what(),
          new Model(kept, weights));
    }
  }

  /** What the file is: from its own words, the user's, or its layers and shapes. */
  private Description describe(Request request, KerasFile file) {
    Recognition recognition = new Recognition(catalogue, file, request.file());
    String architecture = request.architecture();
    if (architecture != null && architecture.endsWith(".json")) {
      return described(config(Path.of(architecture)), request, file);
    }
    if (architecture == null && file.configuration().isPresent()) {
      JsonNode json = Json.parse(file.configuration().get(), request.file());
      return described(ConfigReader.read(json, file.kerasVersion()), request, file);
    }
    if (request.output() != null) {
      throw new InputException(
          "--output belongs to a file that describes its network; this one holds weights alone");
    }
    Candidate candidate =
        architecture == null
            ? recognition.recognise(request.cut())
            : recognition.require(architecture, request.cut());
    return Description.of(candidate);
  }

  private Description described(ModelConfig config, Request request, KerasFile file) {
    return Description.of(config, config.end(request.cut(), request.output()), file, catalogue);
  }

  private static ModelConfig config(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("no such description: " + file);
    }
    return ConfigReader.read(Json.read(file, JsonNode.class));
  }

  static void requireFinite(Path file, Weights weights) {
    weights
        .byLayer()
        .forEach(
            (layer, tensors) ->
                tensors.forEach(
                    (name, tensor) -> {
                      if (!isFinite(tensor)) {
                        throw new MalformedFileException(
                            file, layer + "/" + name + " holds NaN or infinite values");
                      }
                    }));
  }

  private static boolean isFinite(Tensor tensor) {
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private ImportReceipt receipt(Description description) {
    return new ImportReceipt(
        description.assignment().rule(),
        readers(description),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        Version.current(),
        null);
  }

  /**
   * Has both readers read the description; a difference is a defect of one and stops the import.
   */
  private static String readers(Description description) {
    String end = description.what().kept().output().name();
    ModelConfig config = description.config().upTo(end);
    Plan direct = DirectReader.read(config);
    Plan throughDl4j;
    try {
      throughDl4j = Dl4jReader.read(config, description.what().nativeSize());
    } catch (UnsupportedModelException e) {
      return "direct reader; " + e.getMessage();
    }
    for (int i = 0; i < direct.layers().size(); i++) {
      if (!direct.layers().get(i).equals(throughDl4j.layers().get(i))) {
        throw new UnsupportedModelException(
            String.format(
                "the two readers disagree on layer %d: the direct one reads %s, Deeplearning4j's %s",
                i, direct.layers().get(i), throughDl4j.layers().get(i)));
      }
    }
    return "Deeplearning4j's importer and the direct reader, equal plans";
  }
}
