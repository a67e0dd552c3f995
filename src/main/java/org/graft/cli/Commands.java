package org.graft.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The table of commands. Fresh objects for each run: JCommander must not fill one twice. */
final class Commands {
  private Commands() {}

  static Map<String, Command> fresh() {
    Map<String, Command> commands = new LinkedHashMap<>();
    commands.put("import", new ImportCommand());
    commands.put("download", new DownloadCommand());
    commands.put("bases", new BasesCommand());
    commands.put("layers", new LayersCommand());
    commands.put("audit", new AuditCommand());
    commands.put("train", new TrainCommand());
    commands.put("resume", new ResumeCommand());
    commands.put("runs", new RunsCommand());
    commands.put("trust", new TrustCommand());
    commands.put("compare", new CompareCommand());
    commands.put("doctor", new DoctorCommand());
    commands.put("report", new ReportCommand());
    commands.put("evaluate", new EvaluateCommand());
    commands.put("export", new ExportCommand());
    commands.put("predict", new PredictCommand());
    commands.put("serve", new ServeCommand());
    commands.put("features", new FeaturesCommand());
    commands.put("pack", new PackCommand());
    commands.put("cache", new CacheCommand());
    commands.put("quickstart", new QuickstartCommand());
    commands.put("completion", new CompletionCommand());
    return commands;
  }
}
