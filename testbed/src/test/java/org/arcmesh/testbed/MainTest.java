package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tesbed | unknown command 'tesbed', nearest known 'testbed'",
        "testbed rnu x.yaml | unknown command 'rnu', nearest known 'run'",
        "testbed lst | unknown command 'lst', nearest known 'list'",
        "testbed list more | 'more' is too much",
        "testbed run x.yaml --sed 5 | unknown option '--sed', nearest known '--seed'",
        "testbed run x.yaml --dashboard=80 | option '--dashboard' is not available yet",
        "testbed run x.yaml --seed five | Invalid value for option '--seed': 'five' is no whole number",
        "testbed run | Missing required parameter: 'FILE'",
      })
  void wrongUsageIsOneLineAndStatusTwo(String arguments, String message) {
    int status = execute(arguments.split(" "));

    assertEquals("arcmesh: " + message + System.lineSeparator(), err.toString());
    assertEquals(2, status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--engine simm | --engine: unknown engine 'simm', nearest known 'sim'",
        "--seeds 1-5 | --seeds: '1-5' is no range such as 1..20",
        "--seeds 5..1 | --seeds: '5..1' counts down; write 1..5",
        "--seeds 1..99999 | --seeds: '1..99999' are over 10000 runs",
        "--seed x | Invalid value for option '--seed': 'x' is no whole number",
        "--set peers | Value for option '--set' (key=value) should be in KEY=VALUE format but was peers",
        "--seed 1 --seeds 1..5 | --seed and --seeds exclude each other",
        "--set sampler=java.lang.String | --set sampler=java.lang.String: sampler: java.lang.String is no org.arcmesh.sampling.SamplerFactory",
        "--set peers=0 | --set peers=0: peers: 0 is not within 2..1000000",
        "--set peers=5,,6 | --set peers=5,,6: a value is empty",
        "--seeds 1..9000 --set peers=5,6 | --set and --seeds: over 10000 runs",
        "--json - --csv - | --json - and --csv - exclude each other",
        "--csv /no/such/folder/x.csv | --csv: cannot write /no/such/folder/x.csv",
        "--json /no/such/folder/x.json | --json: cannot write /no/such/folder/x.json",
        "--html /no/such/folder/x.html | --html: cannot write /no/such/folder/x.html",
        "--html - | --html: a page goes to a file, not to stdout",
        "--html x.html --seeds 1..5 | --html: a page shows one run, not 5",
        "--svg - | --svg: a picture goes to a file, not to stdout",
        "--svg x.svg --seeds 1..5 | --svg: a picture shows one run, not 5",
        "--svg x.svg --set peers=101 | --svg: a picture shows at most 100 peers, not 101; --html shows any number",
        "--svg x.svg | --svg: a picture shows how a partition heals, and x has no step 'partition'",
      })
  void anOptionThatCannotBeIsOneLineAndStatusTwo(String options, String message) throws Exception {
    Path file = Files.writeString(folder.resolve("x.yaml"), "peers: 5\nsteps: [join: {}]\n");

    int status = execute(("testbed run " + file + " " + options).split(" "));

    assertEquals("arcmesh: " + message + System.lineSeparator(), err.toString());
    assertEquals(2, status);
  }

  @Test
  void aScenarioWithAnUnknownKeyIsRefusedWithItsLine() throws Exception {
    Path file =
        Files.writeString(folder.resolve("x.yaml"), "peers: 5\npeeriod: 5s\nsteps: [join: {}]\n");

    int status = execute("testbed", "run", file.toString());

    assertEquals(
        "arcmesh: x.yaml:2: unknown key 'peeriod', nearest known 'period' in a scenario"
            + System.lineSeparator(),
        err.toString());
    assertEquals(2, status);
  }

  @Test
  void anExpectationOverAnUnknownKeyIsRefusedBeforeTheRun() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("x.yaml"), "steps: [join: {}]\nexpect:\n  - \"join.cuont == 20\"\n");

    int status = execute("testbed", "run", file.toString());

    assertEquals(
        "arcmesh: x.yaml:3: unknown report key 'join.cuont', nearest known 'join.count'"
            + System.lineSeparator(),
        err.toString());
    assertEquals(2, status);
  }

  @Test
  void helpGoesToStdoutAndOffersOnlyWhatThereIs() {
    int status = execute("testbed", "run", "--help");

    assertEquals(0, status);
    assertEquals(true, out.toString().contains("--seeds=A..B"));
    assertEquals(false, out.toString().contains("--dashboard"));
  }

  @Test
  void everyOptionOfARunIsDocumented() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "COMMANDS.md"));

    Main.commandLine()
        .getSubcommands()
        .get("testbed")
        .getSubcommands()
        .get("run")
        .getCommandSpec()
        .options()
        .stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .forEach(
            option ->
                assertTrue(document.contains("`" + option.longestName()), option.longestName()));
  }

  @Test
  void noCommandIsWrongUsage() {
    int status = execute();

    assertEquals(2, status);
    assertEquals(1, err.toString().lines().count());
  }

  private int execute(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
