package org.arcmesh.webrtc;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.arcmesh.core.Faults;
import org.arcmesh.n2n.Connector.Connected;

/** A program of two live peers that prints one result, and then ends in the way it is told. */
final class LateExit {
  private LateExit() {}

  public static void main(String[] arguments) {
    WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, new Faults());
    Talker alice = new Talker(runtime);
    Talker bob = new Talker(runtime);
    alice.connect(1, bob);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> bob.answers.contains(new Connected(1, alice.id())));
    runtime.onExit(() -> System.out.println("last words"));
    System.out.println("the result");
    if (arguments[0].equals("exit")) {
      System.exit(5);
    }
    if (arguments[0].equals("close")) {
      runtime.close();
    }
  }
}
