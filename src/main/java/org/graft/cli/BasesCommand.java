package org.graft.cli;

import com.beust.jcommander.Parameters;
import java.util.List;
import java.util.Map;
import org.graft.api.Bases;
import org.graft.base.BaseRecord;
import org.graft.base.BaseStore;
import org.graft.plan.Preprocessing;

/** {@code graft bases}: what is on the shelf, and what could be. */
@Parameters(commandDescription = "List the imported bases and the known architectures")
final class BasesCommand extends Command {
  @Override
  void run(Console console) {
    BaseStore.Content content = new Bases(console.environment().home()).content();
    List<BaseRecord> bases = content.bases();
    content
        .outdated()
        .forEach(
            name ->
                console.warn("%s was written by another version of Graft; import it again", name));
    content.damaged().forEach(console::warn);
    if (bases.isEmpty()) {
      console.result("no base is imported yet; graft import --keras FILE.h5 imports one");
    } else {
      console.result(
          "%-22s %-14s %12s %8s  %-16s %s",
          "BASE", "ARCHITECTURE", "PARAMETERS", "MIN PX", "FEATURE LAYER", "MADE OF");
      bases.forEach(base -> row(console, base));
    }
    console.result("known architectures: %s", String.join(", ", Bases.architectures()));
    console.json("bases", bases.stream().map(BasesCommand::fields).toList());
  }

  private static void row(Console console, BaseRecord base) {
    console.result(
        "%-22s %-14s %,12d %8d  %-16s %s",
        base.name(),
        base.architecture() == null ? "own" : base.architecture(),
        base.parameters(),
        base.minimumSize(),
        base.featureLayer(),
        base.origin().file());
  }

  private static Map<String, Object> fields(BaseRecord base) {
    return Console.fields(
        "base", base.name(),
        "layers", base.layers(),
        "parameters", base.parameters(),
        "sha256", base.origin().sha256(),
        "feature_layer", base.featureLayer(),
        "preprocessing", base.preprocessing().map(Preprocessing::toString).orElse("unknown"),
        "minimum_size", base.minimumSize());
  }
}
