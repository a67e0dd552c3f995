package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.graft.api.Bases;
import org.graft.api.Diagnosed;
import org.graft.api.Diagnosing;
import org.graft.api.ImportedBase;
import org.graft.api.RunsFolder;
import org.graft.doctor.Change;
import org.graft.doctor.Consultation;
import org.graft.doctor.Diagnosis;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.failure.InputException;
import org.graft.storage.Json;
import org.graft.train.TrainRequest;

/** {@code graft doctor}: why a base learns nothing, proved by the cure. */
@Parameters(commandDescription = "Name the cause of base-rate accuracy, and prove it by its cure")
final class DoctorCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @Parameter(
      names = "--batch-norm",
      description = "moving, or batch for a head trained on batch statistics as in Keras < 2.2")
  private String batchNorm = "moving";

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    boolean batchStatistics = batchStatistics();
    Path runs = options.runs();
    ImportedBase loaded = new Bases(console.environment().home()).open(base);
    Diagnosing asked = options.training(console, loaded).diagnose();
    Diagnosed found =
        (batchStatistics ? asked.onBatchStatistics() : asked)
            .run(
                new RunsFolder(runs, console.environment().clock(), new CureWords(typed())),
                new SessionLines(console) {
                  @Override
                  public void training(String name, TrainRequest request) {
                    console.progress(
                        "examining %s, %d px, recipe %s, preprocessing %s",
                        name, request.size(), request.recipe().name(), request.preprocessing());
                  }
                });
    print(console, found.diagnosis(), found.consultation().cure());
    console.result("report in %s", found.page());
    json(console, found.consultation(), found.page());
  }

  private static void json(Console console, Consultation consultation, Path report) {
    Diagnosis diagnosis = consultation.diagnosis();
    console.json(
        "base", consultation.base(),
        "verdict", diagnosis.verdict().toString(),
        "layer", diagnosis.layer(),
        "reason", diagnosis.reason(),
        "evidence", diagnosis.evidence(),
        "cure", consultation.cure(),
        "changes", Json.tree(diagnosis).path("changes"),
        "score", diagnosis.score(),
        "score_before", diagnosis.before(),
        "score_after", diagnosis.after(),
        "accuracy_before", diagnosis.ofAccuracy() ? diagnosis.before() : null,
        "accuracy_after", diagnosis.ofAccuracy() ? diagnosis.after() : null,
        "trials", diagnosis.trials(),
        "seconds", consultation.seconds(),
        "report", report.toString());
  }

  /** The command that was typed, and with what cures in it. */
  private record CureWords(TypedLine typed) implements CommandWords {
    /** Advice that is no option as it is. */
    @Override
    public String cured(Diagnosis diagnosis) {
      if (diagnosis.changes().isEmpty()) {
        return diagnosis.cure();
      }
      TypedLine line = typed.as("train").without("--batch-norm");
      if (diagnosis.changes().stream().anyMatch(Change.ByRecipe.class::isInstance)) {
        line = line.without(RecipeOptions.names());
      }
      return line.with(diagnosis.changes().stream().map(Change::setting).toList()).repeated();
    }
  }

  private boolean batchStatistics() {
    return switch (batchNorm) {
      case "moving" -> false;
      case "batch" -> true;
      default ->
          throw new InputException("--batch-norm takes moving or batch, not '" + batchNorm + "'");
    };
  }

  private static void print(Console console, Diagnosis diagnosis, String cure) {
    console.result(
        "verdict   %s%s",
        diagnosis.verdict(), diagnosis.layer().map(layer -> " in layer " + layer).orElse(""));
    console.result("because   %s", diagnosis.reason());
    String score = diagnosis.ofAccuracy() ? "accuracy  " : diagnosis.score() + " ";
    console.result("%s%.3f as it was run", score, diagnosis.before());
    if (!cure.isEmpty()) {
      console.result("cure      %s", cure);
    }
    diagnosis.after().ifPresent(after -> console.result("%s%.3f with the cure", score, after));
    for (Trial trial : diagnosis.trials()) {
      console.result(
          "tried     %-34s %.3f on held-out training images (%s)",
          trial.remedy(), trial.score(), trial.cause());
    }
    diagnosis.evidence().forEach((name, value) -> console.result("  %-44s %s", name, shown(value)));
  }

  private static String shown(Object value) {
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.4g", number);
    }
    if (value instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder();
      map.forEach((key, inner) -> text.append(key).append(' ').append(shown(inner)).append("  "));
      return text.toString().strip();
    }
    return String.valueOf(value);
  }
}
