package org.arcmesh.cli;

import java.util.concurrent.Callable;
import org.arcmesh.Overlay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One peer as a process. */
@Command(
    name = "node",
    description = {
      "One peer of an application's overlay.",
      "Lines of the input are broadcast, once the peer has joined; deliveries are printed. The end"
          + " of the input ends the peer only at a terminal."
    })
final class NodeCommand implements Callable<Integer> {
  @Mixin PeerOptions peer;

  @Option(names = "--json-events", description = "Print one JSON object per event instead.")
  boolean jsonEvents;

  @Override
  public Integer call() throws Exception {
    Terminal terminal = new Terminal();
    String application = peer.application.toString();
    Printer printer =
        jsonEvents
            ? new JsonPrinter(application, peer.listen())
            : new HumanPrinter(application, peer.listen());
    try (PoliteEnd end = new PoliteEnd()) {
      Overlay overlay =
          peer.builder()
              .onEvent(event -> printer.line(event).ifPresent(terminal::print))
              .onDelivery(delivery -> terminal.print(printer.line(delivery)))
              .join();
      peer.closing(overlay, end);
      return PeerProcess.run(overlay, peer, terminal, line -> line);
    }
  }
}
