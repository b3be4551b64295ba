package org.arcmesh.cli;

import java.util.concurrent.Callable;
import org.arcmesh.EnvironmentException;
import org.arcmesh.core.Endpoint;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code arcmesh}.
 *
 * <p>Exit status: 0 done; 2 wrong usage, said in one line; 3 the machine lacks something, said in
 * one line with how to get it; 1 anything else.
 */
@Command(
    name = "arcmesh",
    description = "An embeddable peer-to-peer overlay for the JVM.",
    subcommands = {NodeCommand.class, ChatCommand.class, DhtCommand.class, DoctorCommand.class})
public final class Arcmesh implements Callable<Integer> {
  public static final int WRONG_USAGE = 2;
  public static final int LACKING = 3;

  @Spec CommandSpec spec;

  private Arcmesh() {}

  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /**
   * The command line with the verbs of this module, and with the exit status described above. Other
   * modules add verbs of theirs with {@link CommandLine#addSubcommand} before they call {@link
   * #prepare}.
   */
  public static CommandLine commandLine() {
    return prepare(new CommandLine(new Arcmesh()));
  }

  /** Gives {@code commandLine} and all its verbs the common options and ways to fail. */
  public static CommandLine prepare(CommandLine commandLine) {
    return commandLine
        .registerConverter(Endpoint.class, Arcmesh::endpoint)
        .setParameterExceptionHandler((e, arguments) -> say(e.getCommandLine(), e, WRONG_USAGE))
        .setExecutionExceptionHandler(Arcmesh::explain);
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "what to do? One of " + String.join(", ", spec.subcommands().keySet()));
  }

  private static Endpoint endpoint(String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof EnvironmentException) {
      return say(commandLine, e, LACKING);
    }
    if (e instanceof IllegalArgumentException) {
      return say(commandLine, e, WRONG_USAGE);
    }
    throw e;
  }

  private static int say(CommandLine commandLine, Exception e, int status) {
    commandLine
        .getErr()
        .println(commandLine.getCommandSpec().qualifiedName() + ": " + Text.harmless(firstLine(e)));
    commandLine.getErr().flush();
    return status;
  }

  private static String firstLine(Exception e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    return line.startsWith("Error: ") ? line.substring("Error: ".length()) : line;
  }
}
