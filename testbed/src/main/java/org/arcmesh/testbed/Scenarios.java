package org.arcmesh.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.arcmesh.testbed.check.Expectations;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.arcmesh.testbed.scenario.Words;

/**
 * Where scenario files are: in the current folder, or with those that ship.
 *
 * @param here the current folder
 * @param home the folder that has {@code scenarios/}
 */
record Scenarios(Path here, Path home) {

  /** As the launcher says, else the current folder. */
  static Scenarios ofSystem() {
    return new Scenarios(Path.of(""), Path.of(System.getProperty("arcmesh.home", "")));
  }

  /** The file that {@code name} means: a path, or the bare name of a scenario that ships. */
  Path find(String name) {
    Path shipped = home.resolve("scenarios");
    for (Path candidate :
        List.of(
            here.resolve(name),
            home.resolve(name),
            shipped.resolve(name),
            shipped.resolve(name + ".yaml"))) {
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    List<String> known = shipped().stream().map(Scenarios::bareName).toList();
    String wanted = bareName(Path.of(name));
    String nearest = Words.nearest(wanted, known);
    throw new ScenarioException(
        "no scenario '"
            + name
            + (Words.isNear(wanted, nearest)
                ? "', nearest known '" + nearest + ".yaml'"
                : "'; './arcmesh testbed list' names those that ship"));
  }

  private static String bareName(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  /** The files that ship, by name. */
  List<Path> shipped() {
    return in(home.resolve("scenarios"));
  }

  /** Those that reproduce published figures, by name. */
  List<Path> fidelity() {
    return in(home.resolve("scenarios/fidelity"));
  }

  private static List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new ScenarioException(folder + " cannot be read: " + e.getMessage());
    }
  }

  /** Reads the scenario that {@code name} means, its expectations included. */
  Scenario read(String name, Map<String, String> overrides) {
    Scenario scenario = ScenarioReader.read(find(name), overrides);
    Expectations.of(scenario);
    return scenario;
  }
}
