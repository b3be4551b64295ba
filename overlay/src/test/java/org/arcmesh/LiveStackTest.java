package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Faults;
import org.arcmesh.webrtc.WebRtcConfig;
import org.arcmesh.webrtc.WebRtcRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class LiveStackTest {

  @Test
  void aSignalingNodeWhosePeerHasFailedDeceivesNoNewcomer() throws Exception {
    try (WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, new Faults())) {
      LiveStack node =
          LiveStack.create(
              runtime,
              Ed25519Identity.generate(),
              StackSettings.of(ApplicationKey.ofName("chess"), "chess"),
              DoorConfig.PRIVATE,
              MainlineLookup.NONE,
              Contacts.NONE,
              event -> {},
              answer -> {});
      Endpoint endpoint = node.serve(Entrance.at(new InetSocketAddress("127.0.0.1", 0)));
      node.start();
      new Socket(endpoint.host(), endpoint.port()).close();

      node.peer()
          .run(
              () -> {
                throw new AssertionError("a bug, on purpose");
              });

      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> node.peer().ended().get());
      assertEquals("a bug, on purpose", failure.getCause().getMessage());
      await().atMost(Duration.ofSeconds(5)).until(() -> isRefused(endpoint));
    }
  }

  private static boolean isRefused(Endpoint endpoint) {
    try {
      new Socket(endpoint.host(), endpoint.port()).close();
      return false;
    } catch (IOException refused) {
      return true;
    }
  }
}
