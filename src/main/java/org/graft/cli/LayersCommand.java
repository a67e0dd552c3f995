package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft.api.Bases;
import org.graft.base.BaseRecord;
import org.graft.base.Boundary;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/** {@code graft layers}: a base layer by layer, and what fine-tuning from one of them trains. */
@Parameters(
    commandDescription =
        "Show a base's layers: index, name, type, shape, parameters, block, frozen or trainable")
final class LayersCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @Parameter(
      names = "--size",
      validateWith = Side.class,
      description = "Side of the images in pixels; by default the native size")
  private Integer size;

  @Parameter(
      names = "--fine-tune-from",
      description =
          "First layer to train: its name, its block, or how many stay frozen; by default all do")
  private String fineTuneFrom;

  /** One line of the table. */
  private record Row(
      int index,
      String name,
      String type,
      String shape,
      long parameters,
      String block,
      boolean trainable) {}

  @Override
  void run(Console console) {
    Bases shelf = new Bases(console.environment().home());
    BaseRecord facts = shelf.facts(base);
    Plan plan = shelf.plan(base);
    int side = size != null ? size : facts.nativeSize();
    List<Row> rows = rows(plan, facts, side);
    long parameters = plan.parameterCount();
    long trainable = rows.stream().filter(Row::trainable).mapToLong(Row::parameters).sum();
    console.result(
        "%5s  %-28s %-16s %-14s %12s  %-14s %s",
        "INDEX", "NAME", "TYPE", "SHAPE", "PARAMETERS", "BLOCK", "STATE");
    rows.forEach(row -> show(console, row));
    console.result("%d layers, %,d parameters, at %d px", rows.size(), parameters, side);
    console.result("%,d parameters trainable, %,d frozen", trainable, parameters - trainable);
    console.json(
        "base", base,
        "size", side,
        "layers", rows.size(),
        "parameters", parameters,
        "trainable_parameters", trainable,
        "frozen_parameters", parameters - trainable,
        "rows", rows);
  }

  private static void show(Console console, Row row) {
    console.result(
        "%5s  %-28s %-16s %-14s %,12d  %-14s %s",
        row.index,
        row.name,
        row.type,
        row.shape,
        row.parameters,
        row.block,
        row.trainable ? "trainable" : "frozen");
  }

  private List<Row> rows(Plan plan, BaseRecord facts, int side) {
    Map<String, Shape> shapes = facts.shapes(plan, side);
    var parameters = plan.parameters();
    Set<String> trainable = trainable(plan, facts);
    List<Row> rows = new ArrayList<>();
    for (Layer layer : plan.layers()) {
      rows.add(
          new Row(
              rows.size(),
              layer.name(),
              layer.kindName(),
              shapes.get(layer.name()).toString(),
              parameters.getOrDefault(layer.name(), List.of()).stream()
                  .mapToLong(own -> own.size())
                  .sum(),
              facts.block(plan, rows.size()).orElse(""),
              trainable.contains(layer.name())));
    }
    return rows;
  }

  /** The layers behind the boundary; a top of the base's own is replaced, not trained. */
  private Set<String> trainable(Plan plan, BaseRecord facts) {
    if (fineTuneFrom == null) {
      return Set.of();
    }
    Plan features = plan.upTo(facts.featureLayer());
    List<Layer> layers = features.layers();
    int frozen = Boundary.of(facts, features, fineTuneFrom).frozen();
    return layers.subList(frozen, layers.size()).stream()
        .map(Layer::name)
        .collect(Collectors.toSet());
  }
}
