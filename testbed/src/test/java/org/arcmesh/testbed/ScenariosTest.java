package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenariosTest {
  @TempDir private Path here;
  @TempDir private Path home;
  private Scenarios scenarios;

  @BeforeEach
  void twoScenariosShip() throws Exception {
    Files.createDirectories(home.resolve("scenarios"));
    Files.writeString(home.resolve("scenarios/first.yaml"), "steps: [join: {}]");
    Files.writeString(home.resolve("scenarios/second.yaml"), "steps: [join: {}]");
    scenarios = new Scenarios(here, home);
  }

  @Test
  void theCurrentFolderComesBeforeHome() throws Exception {
    Files.createDirectories(here.resolve("scenarios"));
    Path own = Files.writeString(here.resolve("scenarios/first.yaml"), "steps: [join: {}]");

    assertEquals(own, scenarios.find("scenarios/first.yaml"));
    assertEquals(home.resolve("scenarios/second.yaml"), scenarios.find("scenarios/second.yaml"));
  }

  @Test
  void aScenarioThatShipsIsFoundByItsBareName() {
    assertEquals(home.resolve("scenarios/first.yaml"), scenarios.find("first"));
    assertEquals(home.resolve("scenarios/first.yaml"), scenarios.find("first.yaml"));
  }

  @Test
  void whatIsNotThereIsRefusedWithTheNearestThatShips() {
    ScenarioException refusal =
        assertThrows(ScenarioException.class, () -> scenarios.find("scenarios/frist.yaml"));

    assertEquals(
        "no scenario 'scenarios/frist.yaml', nearest known 'first.yaml'", refusal.getMessage());
  }

  @Test
  void nothingIsNamedThatIsNotNear() {
    ScenarioException refusal = assertThrows(ScenarioException.class, () -> scenarios.find("nope"));

    assertEquals(
        "no scenario 'nope'; './arcmesh testbed list' names those that ship", refusal.getMessage());
  }

  @Test
  void listsWhatShipsByName() {
    assertEquals(
        List.of(home.resolve("scenarios/first.yaml"), home.resolve("scenarios/second.yaml")),
        scenarios.shipped());
  }
}
