package org.arcmesh.cli;

import java.util.concurrent.Callable;
import org.arcmesh.Delivery;
import org.arcmesh.Overlay;
import org.arcmesh.core.OverlayEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The example application: a chat room without a server, on the public API alone. */
@Command(name = "chat", description = "A chat room without a server.")
final class ChatCommand implements Callable<Integer> {
  @Mixin PeerOptions peer;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "What the others call you. Default: ${DEFAULT-VALUE}.")
  String name;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    try (PoliteEnd end = new PoliteEnd()) {
      Overlay overlay = peer.builder().onDelivery(this::show).onEvent(this::tell).join();
      peer.closing(overlay, end);
      return PeerProcess.run(overlay, peer, terminal, line -> name + ": " + line);
    }
  }

  private void show(Delivery delivery) {
    terminal.print(Text.harmless(delivery.text()));
  }

  private void tell(OverlayEvent event) {
    if (event instanceof OverlayEvent.Joined) {
      terminal.print("* you are in '" + peer.application + "'");
    } else if (event instanceof OverlayEvent.Left) {
      terminal.print("* left");
    } else if (event instanceof OverlayEvent.Failed failed) {
      terminal.print("* " + Text.harmless(failed.what()));
    }
  }
}
