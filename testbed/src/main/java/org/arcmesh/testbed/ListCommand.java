package org.arcmesh.testbed;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "The scenarios that ship, one line each.")
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (Path file : Scenarios.ofSystem().shipped()) {
      Scenario scenario = ScenarioReader.read(file, Map.of());
      out.printf("%-28s %s%n", "scenarios/" + file.getFileName(), scenario.about());
    }
    out.flush();
    return 0;
  }
}
