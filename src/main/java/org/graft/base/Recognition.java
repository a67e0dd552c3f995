package org.graft.base;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.NearNames;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.StoredLayer;
import org.jspecify.annotations.Nullable;

/** Finds the architecture of a weights-only file from the layers and shapes that it holds. */
final class Recognition {
  private static final int MOST_LIKELY = 6;
  private static final int LARGE = 20;
  private static final int NEAREST_SHOWN = 3;
  private static final int LAYERS_SHOWN = 32;

  private final Catalogue catalogue;
  private final KerasFile file;
  private final String fileName;
  private final long stored;

  Recognition(Catalogue catalogue, KerasFile file, Path path) {
    this.catalogue = catalogue;
    this.fileName = path.getFileName().toString().toLowerCase(Locale.ROOT);
    this.file = file;
    this.stored = file.layers().stream().mapToLong(layer -> layer.arrays().size()).sum();
  }

  /** The one architecture that fits; {@code cut} may be {@code null}. */
  Candidate recognise(@Nullable String cut) {
    List<String> names = List.copyOf(catalogue.entries().keySet());
    List<Candidate> fitting =
        candidates(names.stream().filter(name -> mayFit(name, cut)).toList(), cut).stream()
            .filter(candidate -> candidate.assignment().fits())
            .toList();
    if (!fitting.isEmpty()) {
      return choose(fitting);
    }
    List<String> likely = mostLikely(names);
    List<Candidate> candidates = candidates(likely, cut);
    throw candidates.isEmpty() && cut != null ? unknownCut(cut, likely) : noneFits(candidates, cut);
  }

  /**
   * The few architectures of about as many arrays, and that which the file is called for; of a
   * large file all that begin as it may do, which it may be a part of. To read the descriptions of
   * all takes longer than whoever brings a network of their own should wait.
   */
  private List<String> mostLikely(List<String> names) {
    return names.stream()
        .filter(name -> fileName.contains(name) || mayBegin(name))
        .sorted(
            Comparator.comparing((String name) -> !fileName.contains(name))
                .thenComparingLong(this::difference))
        .limit(isLarge() ? names.size() : MOST_LIKELY)
        .toList();
  }

  private boolean mayBegin(String architecture) {
    return !isLarge()
        || catalogue.stem(architecture).isIn(file, catalogue.entry(architecture).freeWidth());
  }

  /** Whether it may be a part of a network that somebody has cut. */
  private boolean isLarge() {
    return file.layers().size() >= LARGE;
  }

  private long difference(String architecture) {
    Counts arrays = catalogue.entry(architecture).arrays();
    return Math.min(Math.abs(stored - arrays.withTop()), Math.abs(stored - arrays.withoutTop()));
  }

  /**
   * Whether the file can be an architecture by the number of its arrays, which spares reading most
   * descriptions: at least all without the top; for a part of the network, no more than all.
   */
  private boolean mayFit(String architecture, @Nullable String cut) {
    Counts arrays = catalogue.entry(architecture).arrays();
    return cut == null
        ? stored >= arrays.withoutTop() && stored <= arrays.withTop()
        : stored <= arrays.withTop();
  }

  private List<Candidate> candidates(List<String> architectures, @Nullable String cut) {
    return architectures.parallelStream().flatMap(name -> candidates(name, cut).stream()).toList();
  }

  /**
   * Of several that fit, where what is kept is the same in all (the first blocks of VGG16 and
   * VGG19, say), the one that the file's name names, or the smallest; anything else only the user
   * can tell.
   */
  private Candidate choose(List<Candidate> fitting) {
    List<String> names = fitting.stream().map(Candidate::architecture).distinct().toList();
    boolean same = fitting.stream().map(c -> c.kept().layers()).distinct().count() == 1;
    if (names.size() > 1 && !same) {
      throw new InputException(
          "the file fits %s alike; choose with %s"
              .formatted(String.join(" and ", names), Hint.ARCHITECTURE));
    }
    return fitting.stream()
        .filter(c -> fileName.contains(c.architecture()))
        .findFirst()
        .orElseGet(
            () ->
                Collections.min(fitting, Comparator.comparingLong(c -> c.plan().parameterCount())));
  }

  /** That architecture, or what keeps the file from being it. */
  Candidate require(String architecture, @Nullable String cut) {
    catalogue.entry(architecture);
    List<Candidate> candidates = candidates(architecture, cut);
    if (candidates.isEmpty() && cut != null) {
      throw unknownCut(cut, List.of(architecture));
    }
    return candidates.stream()
        .filter(c -> c.assignment().fits())
        .findFirst()
        .orElseThrow(() -> noneFits(candidates, cut, candidates.size()));
  }

  /** With its top and without, or up to the cut; nothing where there is no such layer. */
  private List<Candidate> candidates(String architecture, @Nullable String cut) {
    CatalogueEntry entry = catalogue.entry(architecture);
    Candidate whole = Candidate.of(architecture, entry, catalogue.config(architecture), file);
    Candidate base =
        catalogue
            .configWithoutTop(architecture)
            .map(config -> Candidate.of(architecture, entry, config, file))
            .orElseGet(() -> whole.keeping(entry.featureLayer(), file));
    return cut == null
        ? List.of(whole, base)
        : Stream.of(base, whole)
            .filter(candidate -> candidate.plan().find(cut).isPresent())
            .map(candidate -> candidate.keeping(cut, file))
            .toList();
  }

  private InputException unknownCut(String cut, Collection<String> architectures) {
    List<String> names =
        architectures.stream().flatMap(n -> catalogue.config(n).layerNames().stream()).toList();
    String where = architectures.size() == 1 ? " in " + architectures.iterator().next() : "";
    return new InputException(
        "there is no layer '" + cut + "'" + where + NearNames.hint(cut, names));
  }

  /** Tells only of what the file is mostly like. */
  private RuntimeException noneFits(List<Candidate> candidates, @Nullable String cut) {
    long like =
        candidates.stream()
            .filter(c -> 2 * c.assignment().misfits().size() <= file.layers().size())
            .map(Candidate::architecture)
            .distinct()
            .count();
    return noneFits(candidates, cut, like);
  }

  private RuntimeException noneFits(List<Candidate> candidates, @Nullable String cut, long told) {
    List<Candidate> nearest = nearest(candidates);
    Optional<InputException> part =
        cut == null
            ? nearest.stream().flatMap(c -> reach(c).stream()).findFirst()
            : Optional.empty();
    if (part.isPresent()) {
      return part.get();
    }
    List<String> layers = file.layers().stream().map(Recognition::said).toList();
    String shown = String.join(", ", layers.subList(0, Math.min(LAYERS_SHOWN, layers.size())));
    return new UnsupportedModelException(
        ("the file does not describe its network, and its %d layers with weights fit no"
                + " known architecture%s%s; give the description that Keras' model.to_json()"
                + " writes with %s; the file holds %s%s")
            .formatted(
                layers.size(),
                cut == null ? "" : " up to " + cut,
                told == 0 ? "" : "; nearest are " + differences(nearest.stream().limit(told)),
                Hint.ARCHITECTURE.to("FILE.json"),
                shown,
                layers.size() > LAYERS_SHOWN ? ", … (" + Hint.DETAILS + " lists all)" : ""),
        layers);
  }

  /** A layer with its arrays and their shapes. */
  private static String said(StoredLayer layer) {
    return layer.name() + " " + layer.arrays();
  }

  /** The best candidate of each architecture, the nearest first. */
  private static List<Candidate> nearest(List<Candidate> candidates) {
    Map<String, Candidate> best = new LinkedHashMap<>();
    candidates.stream()
        .sorted(
            Comparator.comparingInt((Candidate c) -> c.assignment().misfits().size())
                .thenComparing(c -> c.assignment().problems().size()))
        .forEach(c -> best.putIfAbsent(c.architecture(), c));
    return best.values().stream().limit(NEAREST_SHOWN).toList();
  }

  private static String differences(Stream<Candidate> candidates) {
    return candidates.map(Recognition::difference).collect(Collectors.joining("; "));
  }

  private static String difference(Candidate candidate) {
    List<String> problems = candidate.assignment().problems();
    return "%s up to %s, %d differences, first: %s"
        .formatted(
            candidate.architecture(),
            candidate.kept().output().name(),
            problems.size(),
            problems.get(0));
  }

  /** Where the file fills an architecture up to some block: which one, and how to say so. */
  private Optional<InputException> reach(Candidate candidate) {
    List<String> ends = candidate.entry().blocks().stream().map(Block::end).toList();
    for (int i = ends.size() - 1; i >= 0; i--) {
      if (candidate.keeping(ends.get(i), file).assignment().fits()) {
        return Optional.of(
            new InputException(
                "the file holds %s only up to %s; import it with %s"
                    .formatted(candidate.architecture(), ends.get(i), Hint.CUT.to(ends.get(i)))));
      }
    }
    return Optional.empty();
  }
}
