package org.arcmesh.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds docs/COMMANDS.md to the commands. */
class CommandsDocumentTest {
  private final String document = read();

  @Test
  void namesEveryVerbAndEveryOption() {
    for (CommandLine verb : Arcmesh.commandLine().getSubcommands().values()) {
      assertTrue(document.contains("./arcmesh " + verb.getCommandName()), verb.getCommandName());
      for (OptionSpec option : verb.getCommandSpec().options()) {
        assertTrue(document.contains("`" + option.longestName()), option.longestName());
      }
    }
  }

  @Test
  void namesNoOptionThatIsNone() {
    document
        .lines()
        .filter(line -> line.startsWith("| `--"))
        .map(line -> line.substring("| `".length()).split("[ `]")[0])
        .forEach(
            name ->
                assertTrue(
                    Arcmesh.commandLine().getSubcommands().values().stream()
                        .anyMatch(verb -> verb.getCommandSpec().findOption(name) != null),
                    name));
  }

  private static String read() {
    try {
      return Files.readString(Path.of("..", "docs", "COMMANDS.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
