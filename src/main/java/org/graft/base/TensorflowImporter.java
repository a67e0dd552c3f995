package org.graft.base;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.plan.Model;
import org.graft.provenance.Origin;
import org.graft.source.tensorflow.Budget;
import org.graft.source.tensorflow.FrozenGraph;
import org.graft.source.tensorflow.GraphCheck;
import org.graft.source.tensorflow.GraphOptions;
import org.graft.source.tensorflow.NodeArrays;
import org.graft.source.tensorflow.SamediffCheck;
import org.graft.source.tensorflow.TensorflowReader;
import org.graft.source.tensorflow.Translation;
import org.graft.source.tensorflow.Translator;

/** A SavedModel or frozen graph made a base: frozen, translated, recognised, asked about twice. */
public record TensorflowImporter(Catalogue catalogue, Clock clock) {
  /**
   * Processor time that an import takes besides reading: Java and ND4J start, the shelf is written.
   */
  private static final Duration START = Duration.ofMillis(1500);

  /**
   * What to import, and how.
   *
   * @param path a SavedModel folder or a frozen graph
   * @param graph which part of the graph, and what it is given
   * @param base what is said of the network
   * @param opinion how far the graph is held against something else
   */
  public record GraphRequest(
      Path path, GraphOptions graph, BaseOptions base, SecondOpinion opinion) {

    /** That path, and nothing said about it. */
    public static GraphRequest of(Path path) {
      return new GraphRequest(path, GraphOptions.NONE, BaseOptions.NONE, SecondOpinion.BOUNDED);
    }

    public GraphRequest with(BaseOptions other) {
      return new GraphRequest(path, graph, other, opinion);
    }
  }

  /** A base, and the graph that it was made of. */
  public record Imported(Base base, NodeArrays nodes) {
    /**
     * Runs the base stretch by stretch.
     *
     * @param golden as {@link Verification#of} takes it, its arrays named as nodes of the graph, or
     *     as layers where no node has that name
     */
    public Verification verification(Path golden) {
      return Verification.of(base.model(), golden, Optional.of(nodes));
    }
  }

  /** Reads a network and makes a base of it, with what verifies it; nothing is written. */
  public Imported open(GraphRequest request) {
    Duration before = Budget.spentByProcess();
    String cut = request.base().cut();
    FrozenGraph frozen = TensorflowReader.open(request.path(), request.graph());
    Translation made = Translator.read(frozen, cut);
    Model whole = made.model();
    Importer.requireFinite(request.path(), whole.weights());
    Optional<ArchitectureMatch> like = like(request, whole);
    Model kept = cut == null ? whole : whole.upTo(cut);
    Recognised what = new Recognised(ownName(request.path()), like, kept.plan());
    String checked = GraphCheck.of(frozen, made, what.featureLayer(cut), budget(request, before));
    if (request.opinion() == SecondOpinion.ND4J) {
      checked += "; " + SamediffCheck.compare(frozen, whole);
    }
    ImportReceipt receipt = ImportReceipt.of(frozen.rule(), checked, clock);
    Base base =
        BaseFacts.base(
            request.base(), new BaseFacts.Source(origin(frozen), null, receipt), what, kept);
    return new Imported(base, new NodeArrays(frozen, made));
  }

  private static Budget budget(GraphRequest request, Duration before) {
    if (request.opinion() != SecondOpinion.BOUNDED) {
      return Budget.UNBOUNDED;
    }
    Duration own = START.plus(Budget.spentByProcess().minus(before));
    return Budget.of(own.multipliedBy(2));
  }

  private Optional<ArchitectureMatch> like(GraphRequest request, Model model) {
    Optional<ArchitectureMatch> like = ArchitectureMatch.find(catalogue, model.plan());
    String wanted = request.base().architecture();
    if (wanted != null) {
      catalogue.entry(wanted);
      if (like.filter(l -> l.architecture().equals(wanted)).isEmpty()) {
        throw new InputException(
            "%s is not %s: %s"
                .formatted(
                    request.path(),
                    wanted,
                    like.map(l -> "its layers are those of " + l.architecture())
                        .orElse("its first layers are those of no known architecture")));
      }
    }
    return like;
  }

  private static Origin origin(FrozenGraph frozen) {
    return frozen.files().size() == 1 && frozen.files().get(0).equals(frozen.path())
        ? Origin.of(frozen.path())
        : Origin.of(frozen.path(), frozen.files());
  }

  /** The path's own name, in letters that can name a base. */
  private static String ownName(Path path) {
    String name = path.toAbsolutePath().normalize().getFileName().toString();
    String plain =
        name.replaceFirst("\\.pb$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]", "_")
            .replaceFirst("^[^a-z0-9]+", "");
    return plain.isEmpty() ? "network" : plain.substring(0, Math.min(64, plain.length()));
  }
}
