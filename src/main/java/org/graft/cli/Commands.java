package org.graft.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The table of commands. Fresh objects for each run: JCommander must not fill one twice. */
final class Commands {
  private static final Map<String, Supplier<Command>> TABLE = new LinkedHashMap<>();

  static {
    TABLE.put("import", ImportCommand::new);
    TABLE.put("download", DownloadCommand::new);
    TABLE.put("bases", BasesCommand::new);
    TABLE.put("layers", LayersCommand::new);
    TABLE.put("audit", AuditCommand::new);
    TABLE.put("train", TrainCommand::new);
    TABLE.put("resume", ResumeCommand::new);
    TABLE.put("runs", RunsCommand::new);
    TABLE.put("trust", TrustCommand::new);
    TABLE.put("compare", CompareCommand::new);
    TABLE.put("doctor", DoctorCommand::new);
    TABLE.put("report", ReportCommand::new);
    TABLE.put("evaluate", EvaluateCommand::new);
    TABLE.put("export", ExportCommand::new);
    TABLE.put("predict", PredictCommand::new);
    TABLE.put("serve", ServeCommand::new);
    TABLE.put("features", FeaturesCommand::new);
    TABLE.put("pack", PackCommand::new);
    TABLE.put("cache", CacheCommand::new);
    TABLE.put("quickstart", QuickstartCommand::new);
    TABLE.put("completion", CompletionCommand::new);
  }

  private Commands() {}

  static Map<String, Command> fresh() {
    Map<String, Command> commands = new LinkedHashMap<>();
    TABLE.forEach((name, maker) -> commands.put(name, maker.get()));
    return commands;
  }
}
