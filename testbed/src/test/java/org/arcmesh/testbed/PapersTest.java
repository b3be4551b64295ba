package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.arcmesh.testbed.report.PaperSection;
import org.arcmesh.testbed.report.Samples;
import org.arcmesh.testbed.scenario.Published;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class PapersTest {
  private static final Path HOME =
      Files.isDirectory(Path.of("scenarios")) ? Path.of("") : Path.of("..");
  private static final String SCENARIO =
      """
      name: few
      about: A few peers.
      peers: 10
      links: instant
      steps:
        - join: {over: 5s}
      published:
        - {figure: mean view, key: overlay.meanView, value: 6.5, sd: 0.5, from: paper, within: 1}
        - {figure: clustering, key: overlay.clustering, value: 0.2, from: paper, within: 50%, note: Why.}
        - {figure: path, key: overlay.meanPath, value: 3, from: paper}
      """;

  private static PaperSection section(double view, double clustering) {
    Map<String, Samples> measured = new LinkedHashMap<>();
    for (double spread : new double[] {-0.1, 0.1}) {
      measured.computeIfAbsent("overlay.meanView", key -> new Samples()).add(view + spread);
      measured.computeIfAbsent("overlay.clustering", key -> new Samples()).add(clustering);
    }
    Scenario scenario = ScenarioReader.read("few.yaml", SCENARIO, Map.of());
    return new PaperSection("few", scenario, "1..2", measured);
  }

  @Test
  void showsWhatIsPublishedBesideWhatIsMeasuredAndHowToMeasureItAgain() {
    assertEquals(
        """
        <!-- begin few -->
        ### few

        A few peers.

        ```
        ./arcmesh testbed run fidelity/few --seeds 1..2
        ```

        | figure | published | measured | |
        |---|---|---|---|
        | mean view | 6.50 ± 0.500 [paper] | 7.25 ± 0.100 | ✓ within 1 |
        | clustering | 0.200 [paper] | 0.350 ± 0 | ✗ within 0.100 |
        | path | 3 [paper] | not measured |  |

        - clustering: Why.

        <!-- end few -->
        """,
        section(7.25, 0.35).markdown());
  }

  @Test
  void aMeanThatIsFurtherOffThanItMayBeIsAMiss() {
    assertEquals(List.of(), section(7.4, 0.29).misses());
    assertEquals(
        List.of("mean view", "clustering"),
        section(7.6, 0.31).misses().stream().map(Published::figure).toList());
  }

  @Test
  void takesThePlaceOfItsLastVersionAndLeavesTheRest() {
    String first = section(7, 0.2).into("# Title\n");
    String other = first + "\nThe rest.\n";

    String second = section(6, 0.2).into(other);

    assertTrue(second.startsWith("# Title\n\n<!-- begin few -->"));
    assertTrue(second.endsWith("<!-- end few -->\n\nThe rest.\n"));
    assertTrue(second.contains("| 6 ± 0.100 |"));
    assertFalse(second.contains("| 7 ± 0.100 |"));
  }

  @Test
  void aFigureOfAKeyThatNoReportHasIsRefusedWithItsLine() {
    Scenario scenario =
        ScenarioReader.read(
            "few.yaml", SCENARIO.replace("overlay.meanPath", "overlay.meanPth"), Map.of());

    ScenarioException refusal =
        assertThrows(ScenarioException.class, () -> PapersCommand.requireKeys(scenario));

    assertEquals(
        "few.yaml:10: unknown report key 'overlay.meanPth', nearest known 'overlay.meanPath'",
        refusal.getMessage());
  }

  @Test
  void everyScenarioOfAPaperHasAFigureThatAReportCanHold() {
    Scenarios scenarios = new Scenarios(HOME, HOME);
    assertFalse(scenarios.fidelity().isEmpty());
    for (Path file : scenarios.fidelity()) {
      Scenario scenario = scenarios.read(file.toString(), Map.of());

      assertEquals(scenario.name() + ".yaml", file.getFileName().toString());
      assertFalse(scenario.published().isEmpty(), scenario.name() + " publishes nothing");
      PapersCommand.requireKeys(scenario);
    }
  }

  /** Whoever changes or drops a figure of a scenario does so in the document, too. */
  @Test
  void theRowsOfTheDocumentAreThoseOfTheScenarios() throws Exception {
    Scenarios scenarios = new Scenarios(HOME, HOME);
    String document = Files.readString(HOME.resolve("docs/PAPERS.md"));
    List<String> sections =
        Pattern.compile("<!-- begin (\\S+) -->(.*?)<!-- end \\1 -->", Pattern.DOTALL)
            .matcher(document)
            .results()
            .map(MatchResult::group)
            .toList();
    assertFalse(sections.isEmpty());

    for (String section : sections) {
      String name = section.substring("<!-- begin ".length(), section.indexOf(" -->"));
      Scenario scenario = scenarios.read("fidelity/" + name, Map.of());
      List<String> rows =
          section.lines().filter(line -> line.startsWith("| ") && line.contains("[")).toList();
      assertTrue(section.contains(PaperSection.command(name, "1..8")), name);
      assertEquals(
          scenario.published().stream().map(Published::figure).toList(),
          rows.stream().map(row -> row.split(" \\| ")[0].substring(2)).toList(),
          name);
    }
  }
}
