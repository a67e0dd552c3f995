package org.graft.cli;

import com.beust.jcommander.JCommander;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.graft.api.Bases;
import org.graft.train.TrainRequest;

/** What options of {@code train} ask of a base, without training it. */
final class AskedOf {
  private AskedOf() {}

  static TrainRequest base(Path home, String base, String... options) {
    TrainingOptions parsed = new TrainingOptions();
    JCommander.newBuilder().addObject(parsed).build().parse(options);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Environment environment =
        new Environment(
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            0,
            home,
            Path.of("."),
            Clock.systemUTC());
    try (Console console = new Console(environment, false, true)) {
      return parsed.training(console, new Bases(home).open(base)).request();
    }
  }
}
