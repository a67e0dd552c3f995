package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.Json;

/**
 * {@code graft quickstart}: the main job on the demo data of this project, by the very commands.
 */
@Parameters(commandDescription = "Do the whole job once, offline, on the demo data")
final class QuickstartCommand extends Command {
  private static final String SIZE = "64";

  @Parameter(names = "--runs", description = "Folder that runs go to")
  private Path runs = Path.of("runs");

  private long begin;

  @Override
  void run(Console console) {
    begin = System.nanoTime();
    Path data = demo(console);
    Path logos = data.resolve("logos");

    step(console, "Import two networks that real Keras trained on other drawings");
    for (String name : List.of("demo_vgg", "demo_inception")) {
      graft(console, "import", "--keras", data.resolve("networks/" + name + ".h5"));
    }
    step(console, "Graft a head on one of them and train it on 12 brands it has never seen");
    String run =
        graft(console, "train", "--base", "demo_vgg", "--data", logos, "--size", SIZE)
            .path("run")
            .asText();
    step(console, "Compare both as the seed article trained: raw pixels, no standardisation");
    Object seed = compare(console, logos, "seed");
    step(console, "Compare both as a careful practitioner trains");
    Object safe = compare(console, logos, "safe");
    step(console, "Export the trained classifier as one ONNX file, proved against the run");
    Path onnx = Path.of(run, "demo.onnx");
    graft(console, "export", "--run", run, "--format", "onnx", "--out", onnx);
    step(console, "Classify pictures with the ONNX file alone");
    graft(
        console,
        "predict",
        "--model",
        onnx,
        "--top",
        "2",
        firstImage(logos, "Alvero"),
        firstImage(logos, "Brimsol"));
    double seconds = (System.nanoTime() - begin) / 1e9;
    console.result("");
    console.result("done in %.0f s; runs are in %s, the classifier is %s", seconds, runs, onnx);
    console.json(
        "run", run, "file", onnx.toString(), "seed", seed, "safe", safe, "seconds", seconds);
  }

  private static Path demo(Console console) {
    Path data = console.environment().root().resolve("data");
    if (!Files.isDirectory(data.resolve("logos")) || !Files.isDirectory(data.resolve("networks"))) {
      throw new InputException(
          "there is no demo data in " + data + "; run ./graft quickstart of the project's folder");
    }
    return data;
  }

  private static Path firstImage(Path logos, String brand) {
    return logos.resolve("test").resolve(brand).resolve("001.jpg");
  }

  private Object compare(Console console, Path logos, String recipe) {
    return graft(
            console,
            "compare",
            "--bases",
            "demo_vgg,demo_inception",
            "--data",
            logos,
            "--size",
            SIZE,
            "--recipe",
            recipe)
        .path("rows");
  }

  private void step(Console console, String what) {
    console.result("");
    console.result("[%3.0f s] %s", (System.nanoTime() - begin) / 1e9, what);
  }

  /** Runs one command as a user would, shows it and what it says, and returns its JSON. */
  private JsonNode graft(Console console, String command, Object... arguments) {
    List<String> line = new ArrayList<>(List.of(command));
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    if (List.of("train", "compare").contains(command)) {
      line.addAll(List.of("--runs", runs.toString()));
    }
    console.result("  $ graft %s", String.join(" ", line));
    line.addAll(List.of("--json", "--quiet"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        new CommandLine(inner(console.environment(), out, err)).run(line.toArray(String[]::new));
    err.toString(StandardCharsets.UTF_8).lines().forEach(l -> console.result("    %s", l));
    if (exitCode != 0) {
      throw new WorkFailedException("graft " + command + " ended with exit code " + exitCode);
    }
    return Json.parse(out.toString(StandardCharsets.UTF_8), Path.of("quickstart"));
  }

  private static Environment inner(
      Environment outer, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Environment(
        outer.in(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        0,
        outer.home(),
        outer.root(),
        outer.clock());
  }
}
