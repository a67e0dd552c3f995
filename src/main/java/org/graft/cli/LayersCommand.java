package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.base.BaseRecord;
import org.graft.base.Shelf;
import org.graft.plan.Layer;
import org.graft.plan.ModelFolder;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/** {@code graft layers}: a base layer by layer. */
@Parameters(
    commandDescription = "Show a base's layers: index, name, type, shape, parameters, block")
final class LayersCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @Parameter(
      names = "--size",
      validateWith = Side.class,
      description = "Side of the images in pixels; by default the native size")
  private Integer size;

  @Override
  void run(Console console) {
    Shelf shelf = new Shelf(console.environment().home());
    BaseRecord facts = shelf.record(base);
    Plan plan = ModelFolder.readPlan(shelf.folder(base));
    int side = size != null ? size : facts.nativeSize();
    Map<String, Shape> shapes = plan.shapes(Shape.square(side, plan.input().shape().channels()));
    List<Map<String, Object>> rows = rows(plan, facts, shapes);
    console.result(
        "%5s  %-28s %-16s %-14s %12s  %s", "INDEX", "NAME", "TYPE", "SHAPE", "PARAMETERS", "BLOCK");
    for (Map<String, Object> row : rows) {
      console.result("%5s  %-28s %-16s %-14s %,12d  %s", row.values().toArray());
    }
    console.result("%d layers, %,d parameters, at %d px", rows.size(), plan.parameterCount(), side);
    console.json(
        "base",
        base,
        "size",
        side,
        "layers",
        rows.size(),
        "parameters",
        plan.parameterCount(),
        "rows",
        rows);
  }

  private static List<Map<String, Object>> rows(
      Plan plan, BaseRecord facts, Map<String, Shape> shapes) {
    Map<String, Long> parameters = new LinkedHashMap<>();
    plan.parameters()
        .forEach((name, own) -> parameters.put(name, own.stream().mapToLong(p -> p.size()).sum()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Layer layer : plan.layers()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("index", rows.size());
      row.put("name", layer.name());
      row.put("type", layer.kind());
      row.put("shape", shapes.get(layer.name()).toString());
      row.put("parameters", parameters.getOrDefault(layer.name(), 0L));
      row.put("block", facts.block(plan, rows.size()).orElse(""));
      rows.add(row);
    }
    return rows;
  }
}
