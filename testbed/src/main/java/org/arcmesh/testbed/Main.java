package org.arcmesh.testbed;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.EnvironmentException;
import org.arcmesh.testbed.run.Version;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.Words;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * All verbs of {@code ./arcmesh}.
 *
 * <p>Exit status: 0 done and every expectation holds; 1 an expectation does not hold; 2 wrong usage
 * or scenario; 3 the machine lacks something. An error is one line on stderr.
 */
@Command(
    name = "arcmesh",
    description = "A peer-to-peer overlay over WebRTC, and its testbed.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionLine.class,
    subcommands = {TestbedCommand.class})
public final class Main implements Runnable {
  private static final List<String> LATER = List.of("--html", "--dashboard");
  private static final int USAGE = 2;
  private static final int ENVIRONMENT = 3;

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    System.out.flush();
    System.exit(status);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setParameterExceptionHandler(Main::onWrongUsage);
    line.setExecutionExceptionHandler(Main::onException);
    for (CommandLine verb : line.getSubcommands().values()) {
      addHelp(verb);
    }
    return line;
  }

  private static void addHelp(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
    }
    command.getSubcommands().values().forEach(Main::addHelp);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command; --help lists them");
  }

  private static int onWrongUsage(ParameterException refusal, String[] arguments) {
    return fail(refusal.getCommandLine(), USAGE, explain(refusal));
  }

  private static String explain(ParameterException refusal) {
    if (!(refusal instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(refusal.getMessage()).lines().findFirst().orElse("wrong usage");
    }
    CommandSpec command = refusal.getCommandLine().getCommandSpec();
    String word = unmatched.getUnmatched().get(0);
    String option = word.replaceFirst("=.*", "");
    if (LATER.contains(option)) {
      return "option '" + option + "' is not available yet";
    }
    if (word.startsWith("-")) {
      return Words.unknown("option", option, new ArrayList<>(command.optionsMap().keySet()));
    }
    List<String> commands = new ArrayList<>(command.subcommands().keySet());
    return commands.isEmpty()
        ? "'" + word + "' is too much"
        : Words.unknown("command", word, commands);
  }

  private static int onException(
      Exception exception, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
    if (exception instanceof ScenarioException) {
      return fail(line, USAGE, exception.getMessage());
    }
    if (exception instanceof EnvironmentException) {
      return fail(line, ENVIRONMENT, exception.getMessage());
    }
    throw exception;
  }

  private static int fail(CommandLine line, int status, String message) {
    PrintWriter err = line.getErr();
    err.println("arcmesh: " + message);
    err.flush();
    return status;
  }

  /** The version, for {@code --version}. */
  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"arcmesh " + Version.TEXT};
    }
  }
}
