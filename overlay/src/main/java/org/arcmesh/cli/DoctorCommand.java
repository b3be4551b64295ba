package org.arcmesh.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arcmesh.core.Endpoint;
import org.arcmesh.webrtc.MissingLibraries;
import org.arcmesh.webrtc.NativeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What this machine has and lacks. */
@Command(
    name = "doctor",
    description = "What is there, what is missing, and the command that brings it.")
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Also see whether a peer could listen there.")
  List<Endpoint> listen = new ArrayList<>();

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    findings.add(libraries());
    findings.add(NetworkCheck.interfaces(NativeFactory.networkProblem()));
    listen.forEach(endpoint -> findings.add(NetworkCheck.port(endpoint)));
    Terminal terminal = new Terminal();
    findings.forEach(finding -> terminal.print(finding.line()));
    return findings.stream().allMatch(Finding::fine) ? 0 : Arcmesh.LACKING;
  }

  private static Finding libraries() {
    try {
      NativeFactory.check();
      return Finding.fine("native libraries of WebRTC");
    } catch (MissingLibraries e) {
      return Finding.lacking(
          "native libraries of WebRTC: " + String.join(", ", e.libraries()),
          e.packages().isEmpty()
              ? e.getMessage()
              : "apt-get install " + String.join(" ", e.packages()));
    }
  }
}
