package org.arcmesh.bootstrap.mainline;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Endpoint;

/** A process of its own for a public node, which cannot share a JVM with private ones. */
final class PublicNode {
  private PublicNode() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    try (Mainline node = Mainline.start(MainlineConfig.publicNode(port, List.of()))) {
      System.out.println("port " + node.localEndpoint().port());
      System.out.println(
          node.lookup(ApplicationKey.ofName("demo").bytes(), hint -> {}).get(10, TimeUnit.SECONDS));
      Mainline.start(MainlineConfig.privateNode(new Endpoint("127.77.14.2", port), List.of()));
    } catch (IllegalStateException refused) {
      System.out.println(refused.getMessage());
    }
  }
}
