package org.graft.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.failure.InputException;

/** {@code graft completion bash}: what a shell needs to complete command lines of Graft. */
@Parameters(
    commandDescription =
        "Print what a shell needs to complete commands and options: source <(graft completion bash)")
final class CompletionCommand extends Command {
  @Parameter(description = "bash|zsh|fish")
  private List<String> shell = new ArrayList<>();

  @Override
  void run(Console console) {
    String named = shell.size() == 1 ? shell.get(0) : "";
    String script =
        switch (named) {
          case "bash" -> bash();
          case "zsh" -> "autoload -U +X bashcompinit && bashcompinit\n" + bash();
          case "fish" -> fish();
          default -> throw new InputException("completion takes one shell: bash, zsh or fish");
        };
    console.result("%s", script);
    console.json("shell", named, "script", script);
  }

  private static String bash() {
    String cases =
        options().entrySet().stream()
            .map(
                e ->
                    "    %s) words='%s' ;;\n".formatted(e.getKey(), String.join(" ", e.getValue())))
            .collect(Collectors.joining());
    return """
        _graft() {
          local word=${COMP_WORDS[COMP_CWORD]} words=''
          if ((COMP_CWORD == 1)); then
            COMPREPLY=($(compgen -W '%s' -- "$word"))
            return
          fi
          [[ $word == -* ]] || return 0
          case ${COMP_WORDS[1]} in
        %s  esac
          COMPREPLY=($(compgen -W "$words" -- "$word"))
        }
        complete -o default -F _graft graft ./graft"""
        .formatted(String.join(" ", options().keySet()), cases);
  }

  private static String fish() {
    List<String> lines = new ArrayList<>();
    options()
        .forEach(
            (command, options) -> {
              lines.add("complete -c graft -n __fish_use_subcommand -a " + command);
              for (String option : options) {
                lines.add(
                    "complete -c graft -n '__fish_seen_subcommand_from %s' -l %s"
                        .formatted(command, option.substring(2)));
              }
            });
    return String.join("\n", lines);
  }

  /** The long options of every command. */
  private static Map<String, List<String>> options() {
    JCommander parser = new JCommander();
    Commands.fresh().forEach(parser::addCommand);
    Map<String, List<String>> options = new TreeMap<>();
    parser
        .getCommands()
        .forEach(
            (name, command) ->
                options.put(
                    name,
                    command.getParameters().stream()
                        .flatMap(option -> Stream.of(option.getParameter().names()))
                        .filter(option -> option.startsWith("--"))
                        .sorted()
                        .toList()));
    return options;
  }
}
