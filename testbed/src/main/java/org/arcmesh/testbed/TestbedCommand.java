package org.arcmesh.testbed;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "testbed",
    description = {
      "Runs scenarios and checks what came of them.",
      "Alone: testbed run scenarios/first-light.yaml --engine webrtc"
    },
    subcommands = {RunCommand.class, ListCommand.class, PapersCommand.class})
final class TestbedCommand implements Callable<Integer> {
  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return new Session(options, "webrtc").run(List.of("scenarios/first-light.yaml"));
  }
}
