package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.time.Instant;
import org.graft.audit.AuditMemory;
import org.graft.base.Base;
import org.graft.base.Shelf;
import org.graft.feature.Extraction;
import org.graft.graph.Threads;
import org.graft.image.Dataset;
import org.graft.train.LiveRun;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/** {@code graft train}: a new head on a frozen base. */
@Parameters(
    commandDescription =
        "Graft a head on a base and train it on images; --resume RUN goes on, --like RUN does alike")
final class TrainCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @ParametersDelegate private final TrainingOptions options = new TrainingOptions();

  @Override
  void run(Console console) {
    Threads.loadSoon();
    Base loaded = new Shelf(console.environment().home()).load(base);
    Path runs = options.runs();
    Extraction extraction = options.extraction(console).of(base);
    AuditMemory audits = Caches.audits(console);
    Dataset dataset = options.dataset(audits);
    TrainRequest request = options.request(loaded, dataset);
    options.audit(console, audits, dataset, request.size());
    TrainRequest settled = options.settled(console, loaded, request, Setting.NONE).settled(loaded);
    Instant started = console.environment().clock().instant();
    String command = typed().repeated();
    LiveRun live =
        LiveRun.begin(
            runs, base, settled, started, folder -> RunFolder.keepCommand(folder, command));
    options.track(console, live);
    Session.trainAndTell(console, loaded, live, extraction);
  }
}
