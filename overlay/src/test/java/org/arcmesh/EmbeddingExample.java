package org.arcmesh;

import java.io.BufferedReader;
import java.io.InputStreamReader;

/** The example of README.md, to be compiled and run. */
public final class EmbeddingExample {
  private EmbeddingExample() {}

  public static void main(String... dht) {
    try (Overlay overlay = Overlay.builder().application("demo").privateDht().dht(dht).join()) {
      overlay.onDelivery(delivery -> System.out.println(delivery.text()));
      overlay.joined().join();
      new BufferedReader(new InputStreamReader(System.in))
          .lines()
          .forEach(line -> overlay.broadcast(line).join());
    }
  }
}
