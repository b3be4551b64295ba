package org.arcmesh.testbed;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = "Runs scenario files, in virtual time unless --engine says otherwise.")
final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Scenario files, or names of scenarios that ship.")
  private List<String> files;

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return new Session(options, "sim").run(files);
  }
}
