package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.api.Bases;
import org.graft.api.Compared;
import org.graft.api.Comparing;
import org.graft.api.ImportedBase;
import org.graft.api.RunsFolder;
import org.graft.api.Variation;
import org.graft.failure.InputException;
import org.graft.graph.Threads;

/** {@code graft compare}: the same training on several bases, side by side. */
@Parameters(commandDescription = "Train the same head on several bases, side by side")
final class CompareCommand extends Command {
  private static final String BASES = "--bases";
  private static final String SEEDS = "--seeds";
  private static final String GRID = "--grid";

  @Parameter(names = BASES, required = true, description = "Names on the shelf, with commas")
  private List<String> bases;

  @Parameter(
      names = SEEDS,
      description = "Trains once with each of these seeds, with commas, on the same split")
  private List<Long> seeds = new ArrayList<>();

  @Parameter(
      names = GRID,
      description =
          "Tries every combination, such as size=32|75,preprocessing=raw|catalogue,"
              + "learning-rate=0.003|0.0003")
  private String grid;

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    Threads.loadSoon();
    Bases shelf = new Bases(console.environment().home());
    List<ImportedBase> loaded = names().stream().map(shelf::open).toList();
    List<Variation> variations = VariationGrid.of(grid);
    Path runs = options.runs();
    Comparing comparing =
        options
            .training(console, loaded.get(0))
            .compare(loaded)
            .variations(variations)
            .seeds(seeds);
    Compared compared =
        comparing.run(
            new RunsFolder(runs, console.environment().clock(), new CellWords(typed(), seeds)),
            new TrainingLines(console, options));
    ComparisonLines.print(console, compared.comparison());
    console.result("report in %s", compared.page());
    NextStep.afterComparison(console, compared.comparison());
    console.json(
        "rows", compared.comparison().rows(),
        "controls", compared.comparison().controls(),
        "report", compared.page().toString());
  }

  private List<String> names() {
    List<String> names = bases.stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new InputException("--bases names no base; give names on the shelf, with commas");
    }
    return names;
  }

  /** The commands that do all of it, or one cell of it, again. */
  private record CellWords(TypedLine typed, List<Long> seeds) implements CommandWords {
    /** Of {@code train}, unless the split hangs on another seed. */
    @Override
    public String cell(String base, Variation variation, long seed) {
      TypedLine line = VariationGrid.on(typed.without(GRID), variation);
      return (seeds.isEmpty()
              ? line.as("train").without(BASES).with("--base", base)
              : line.with(BASES, base).with(SEEDS, Long.toString(seed)))
          .repeated();
    }
  }
}
