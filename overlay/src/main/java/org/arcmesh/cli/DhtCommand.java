package org.arcmesh.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.arcmesh.EnvironmentException;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.core.Endpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One node of a private mainline DHT as a process. */
@Command(
    name = "dht",
    description = {
      "One node of a private mainline DHT.",
      "Nodes on one machine need an address of their own each, such as 127.0.1.1, 127.0.1.2: the"
          + " DHT keeps one node per address."
    })
final class DhtCommand implements Callable<Integer> {
  @Option(
      names = "--listen",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The numeric IPv4 address and UDP port of the node.")
  Endpoint listen;

  @Option(
      names = "--bootstrap",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Other nodes of that DHT; none for the first one.")
  List<Endpoint> bootstrap = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    MainlineConfig config = MainlineConfig.privateNode(listen, bootstrap);
    CountDownLatch forever = new CountDownLatch(1);
    try (PoliteEnd end = new PoliteEnd()) {
      Mainline node = Mainline.start(config);
      end.closing(node::close);
      new Terminal().print("* node of a private DHT on " + node.localEndpoint());
      forever.await();
      return 0;
    } catch (IOException e) {
      throw new EnvironmentException(e.getMessage(), e);
    }
  }
}
