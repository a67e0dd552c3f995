package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.doctor.Consultation;
import org.graft.doctor.Diagnosis;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.doctor.Doctor;
import org.graft.doctor.Patient;
import org.graft.failure.InputException;
import org.graft.image.Dataset;
import org.graft.provenance.Version;
import org.graft.report.DoctorReport;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/** {@code graft doctor}: why a base learns nothing, proved by the cure. */
@Parameters(commandDescription = "Name the cause of base-rate accuracy, and prove it by its cure")
final class DoctorCommand extends Command {
  private static final String RECIPE = "--recipe";

  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @Parameter(
      names = "--batch-norm",
      description = "moving, or batch for a head trained on batch statistics as in Keras < 2.2")
  private String batchNorm = "moving";

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    options.requireTested("doctor");
    boolean batchStatistics = batchStatistics();
    Path runs = options.runs();
    Instant started = console.environment().clock().instant();
    Base loaded = new Shelf(console.environment().home()).load(base);
    Dataset dataset = options.dataset(Caches.audits(console));
    if (dataset.targets() != null) {
      throw new InputException(
          "graft doctor examines runs of classes; of other tasks graft compare tells base rate,"
              + " probe and permuted labels");
    }
    TrainRequest asked = options.request(loaded, dataset);
    TrainRequest request = options.settled(console, loaded, asked, Setting.NONE);
    console.progress(
        "examining %s, %d px, recipe %s, preprocessing %s",
        base, request.size(), request.recipe().name(), request.preprocessing());
    long begin = System.nanoTime();
    Diagnosis diagnosis =
        new Doctor(
                console.environment().clock(),
                new QuietLines(console),
                options.extraction(console).of(base))
            .diagnose(new Patient(loaded, request, batchStatistics));
    double seconds = (System.nanoTime() - begin) / 1e9;
    Consultation consultation =
        new Consultation(
            Consultation.FORMAT,
            base,
            request.dataName(),
            request.size(),
            request.recipe().name(),
            request.preprocessing().toString(),
            typed().repeated(),
            cure(diagnosis),
            started.truncatedTo(ChronoUnit.SECONDS).toString(),
            Version.current(),
            seconds,
            diagnosis);
    Path folder = RunFolder.beside(runs, started, base + "-doctor", consultation::write);
    Path report = DoctorReport.write(folder, consultation);
    print(console, diagnosis, consultation.cure());
    console.result("report in %s", report);
    json(console, consultation, report);
  }

  private static void json(Console console, Consultation consultation, Path report) {
    Diagnosis diagnosis = consultation.diagnosis();
    console.json(
        "base", consultation.base(),
        "verdict", diagnosis.verdict().toString(),
        "layer", diagnosis.layer().orElse(null),
        "reason", diagnosis.reason(),
        "evidence", diagnosis.evidence(),
        "cure", consultation.cure(),
        "accuracy_before", diagnosis.before(),
        "accuracy_after", boxed(diagnosis.after()),
        "trials", diagnosis.trials(),
        "seconds", consultation.seconds(),
        "report", report.toString());
  }

  /** The command that was typed with what cures in it; advice that is no option as it is. */
  private String cure(Diagnosis diagnosis) {
    if (!diagnosis.cure().startsWith("--")) {
      return diagnosis.cure();
    }
    TypedLine line = typed().as("train").without("--batch-norm");
    if (diagnosis.cure().contains(RECIPE)) {
      line = line.without(RecipeOptions.NAMES);
    }
    for (String option : diagnosis.cure().split(" (?=--)")) {
      String[] words = option.split(" ", 2);
      line = line.with(words[0], Arrays.copyOfRange(words, 1, words.length));
    }
    return line.repeated();
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
    console.result("accuracy  %.3f as it was run", diagnosis.before());
    if (!cure.isEmpty()) {
      console.result("cure      %s", cure);
    }
    diagnosis.after().ifPresent(after -> console.result("accuracy  %.3f with the cure", after));
    for (Trial trial : diagnosis.trials()) {
      console.result(
          "tried     %-34s %.3f on held-out training images (%s)",
          trial.remedy(), trial.accuracy(), trial.cause());
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

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
