package org.graft.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Weights;
import org.graft.provenance.Origin;
import org.graft.source.keras.AssignBy;
import org.graft.source.keras.ConfigReader;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.KerasSource;
import org.graft.source.keras.ModelConfig;
import org.graft.source.keras.ReadBy;
import org.graft.source.keras.TwoReaders;
import org.graft.storage.Json;
import org.jspecify.annotations.Nullable;

/** A Keras file made a base: recognised, planned by two readers, filled to the last array. */
public record Importer(Catalogue catalogue, Clock clock) {
  /**
   * What to import, and how.
   *
   * @param base what is said of the network
   * @param output which of several outputs to keep the network for
   * @param assign what to trust where a file's order and its names contradict each other
   * @param reader whose plan is taken; by default both readers must agree
   */
  public record ImportRequest(
      Path file,
      BaseOptions base,
      @Nullable String output,
      @Nullable AssignBy assign,
      @Nullable ReadBy reader) {

    /** That file, and nothing said about it. */
    public static ImportRequest of(Path file) {
      return new ImportRequest(file, BaseOptions.NONE, null, null, null);
    }

    public ImportRequest with(BaseOptions other) {
      return new ImportRequest(file, other, output, assign, reader);
    }
  }

  /**
   * Reads a file and makes a base of it; nothing is written. The file's digest, which takes as long
   * as its arrays, is made meanwhile.
   */
  public Base read(ImportRequest request) {
    try (KerasSource source = KerasSource.open(request.file())) {
      CompletableFuture<Origin> origin =
          CompletableFuture.supplyAsync(() -> Origin.of(request.file()));
      KerasFile file =
          request.assign() == null ? source.read() : source.read().assigned(request.assign());
      Description description = describe(request, file);
      ReadBy by = request.reader() == null ? ReadBy.AUTO : request.reader();
      TwoReaders readers = readers(description, by);
      Plan kept = readers.plan();
      Weights weights = description.assignment().read(kept);
      requireFinite(request.file(), weights);
      return BaseFacts.base(
          request.base(),
          new BaseFacts.Source(
              origin.join(),
              file.kerasVersion().orElse(null),
              ImportReceipt.of(description.assignment().rule(), readers.proof(), clock)),
          description.what(),
          new Model(kept, weights));
    }
  }

  /** What the file is: from its own words, the user's, or its layers and shapes. */
  private Description describe(ImportRequest request, KerasFile file) {
    Recognition recognition = new Recognition(catalogue, file, request.file());
    String architecture = request.base().architecture();
    if (architecture != null && architecture.endsWith(".json")) {
      return described(config(Path.of(architecture)), request, file);
    }
    if (architecture == null && file.configuration().isPresent()) {
      JsonNode json = Json.parse(file.configuration().get(), request.file());
      return described(ConfigReader.read(json, file.kerasVersion()), request, file);
    }
    if (request.output() != null) {
      throw new InputException(
          Hint.OUTPUT
              + " belongs to a file that describes its network; this one holds weights alone");
    }
    Candidate candidate =
        architecture == null
            ? recognition.recognise(request.base().cut())
            : recognition.require(architecture, request.base().cut());
    return Description.of(candidate);
  }

  private Description described(ModelConfig config, ImportRequest request, KerasFile file) {
    return Description.of(
        config, config.end(request.base().cut(), request.output()), file, catalogue);
  }

  private static ModelConfig config(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("no such description: " + file);
    }
    return ConfigReader.read(Json.read(file, JsonNode.class));
  }

  static void requireFinite(Path file, Weights weights) {
    weights
        .named()
        .forEach(
            (name, tensor) -> {
              if (!tensor.isFinite()) {
                throw new MalformedFileException(file, name + " holds NaN or infinite values");
              }
            });
  }

  private static TwoReaders readers(Description description, ReadBy by) {
    String end = description.what().kept().output().name();
    return TwoReaders.read(description.config().upTo(end), description.what().nativeSize(), by);
  }
}
