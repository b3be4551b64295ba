package org.arcmesh.testbed;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.EnvironmentException;
import org.arcmesh.cli.Arcmesh;
import org.arcmesh.testbed.run.Version;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.Words;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * All verbs of {@code ./arcmesh}: those of {@link Arcmesh}, and the testbed.
 *
 * <p>Exit status: 0 done and every expectation holds; 1 an expectation does not hold; 2 wrong usage
 * or scenario; 3 the machine lacks something. An error is one line on stderr.
 */
public final class Main {
  private static final String TESTBED = "testbed";
  private static final List<String> LATER = List.of("--dashboard");

  private Main() {}

  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    System.out.flush();
    System.exit(status);
  }

  static CommandLine commandLine() {
    CommandLine line = Arcmesh.commandLine().addSubcommand(TESTBED, new TestbedCommand());
    Arcmesh.prepare(line)
        .setParameterExceptionHandler(Main::onWrongUsage)
        .setExecutionExceptionHandler(Main::onException);
    addHelp(line);
    line.getCommandSpec().versionProvider(() -> new String[] {"arcmesh " + Version.TEXT});
    return line;
  }

  private static void addHelp(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
    }
    command.getSubcommands().values().forEach(Main::addHelp);
  }

  private static int onWrongUsage(ParameterException refusal, String[] arguments) {
    return fail(refusal.getCommandLine(), Arcmesh.WRONG_USAGE, explain(refusal));
  }

  private static String explain(ParameterException refusal) {
    if (!(refusal instanceof UnmatchedArgumentException unmatched)) {
      // Of a setting without a '=' picocli says "option option"; of a word in place of a number it
      // names the Java type.
      return refusal
          .getMessage()
          .replaceFirst("^Error: ", "")
          .replace("option option", "option")
          .replaceFirst(" is not an? (?:int|long)$", " is no whole number");
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

  private static int onException(Exception exception, CommandLine line, ParseResult parsed)
      throws Exception {
    if (exception instanceof EnvironmentException) {
      return fail(line, Arcmesh.LACKING, exception.getMessage());
    }
    // Elsewhere an illegal argument is the user's; in the testbed it would be ours.
    boolean testbed = line.getCommandSpec().qualifiedName().contains(TESTBED);
    if (exception instanceof ScenarioException
        || exception instanceof IllegalArgumentException && !testbed) {
      return fail(line, Arcmesh.WRONG_USAGE, exception.getMessage());
    }
    throw exception;
  }

  private static int fail(CommandLine line, int status, String message) {
    PrintWriter err = line.getErr();
    String first = String.valueOf(message).lines().findFirst().orElse("");
    err.println("arcmesh: " + first.replaceAll("\\p{Cntrl}", "?"));
    err.flush();
    return status;
  }
}
