package org.arcmesh.testbed;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
    show(out, "scenarios/", Scenarios.ofSystem().shipped());
    show(out, "scenarios/fidelity/", Scenarios.ofSystem().fidelity());
    out.flush();
    return 0;
  }

  private static void show(PrintWriter out, String folder, List<Path> files) {
    for (Path file : files) {
      Scenario scenario = ScenarioReader.read(file, Map.of());
      out.printf("%-43s %s%n", folder + file.getFileName(), scenario.about());
    }
  }
}
