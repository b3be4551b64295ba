package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.bootstrap.signaling.NodeSockets;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Identity;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.webrtc.WebRtcConfig;
import org.arcmesh.webrtc.WebRtcRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class LiveStackTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Entrance ANY_PORT = Entrance.at(new InetSocketAddress("127.0.0.1", 0));

  private final Set<PeerId> joined = ConcurrentHashMap.newKeySet();

  private LiveStack create(WebRtcRuntime runtime, Endpoint... contacts) {
    Identity identity = Ed25519Identity.generate();
    return LiveStack.create(
        runtime,
        identity,
        StackSettings.of(ApplicationKey.ofName("chess"), "chess"),
        DoorConfig.PRIVATE,
        MainlineLookup.NONE,
        Contacts.plain(List.of(contacts)),
        event -> {
          if (event instanceof OverlayEvent.Joined) {
            joined.add(identity.id());
          }
        },
        answer -> {});
  }

  @Test
  void twoNodesThatFindEachOtherNeedOneWebSocketForOneLink() throws Exception {
    try (WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, new Faults())) {
      LiveStack asking = create(runtime);
      LiveStack asked = create(runtime);
      Endpoint endpoint = asked.serve(ANY_PORT);
      List<LiveStack> peers =
          List.of(
              asking, create(runtime, asking.serve(ANY_PORT)), asked, create(runtime, endpoint));
      peers.forEach(LiveStack::start);
      await().atMost(PATIENCE).until(() -> joined.size() == peers.size());
      await().atMost(PATIENCE).until(() -> knownMembers(asking) == 2 && knownMembers(asked) == 2);
      assertEquals(Set.of(id(peers.get(0)), id(peers.get(1))), componentOf(peers));

      asking.peer().run(() -> asking.probe(endpoint));

      await().atMost(PATIENCE).until(() -> componentOf(peers).size() == peers.size());
      await().atMost(PATIENCE).until(() -> sockets(asking).open() == 0);
      assertEquals(new NodeSockets(0, 1), sockets(asking));
      assertEquals(new NodeSockets(0, 0), sockets(asked));
    }
  }

  private static int knownMembers(LiveStack node) throws Exception {
    return node.call(stack -> stack.component().smallest().size()).get();
  }

  private static PeerId id(LiveStack peer) {
    return peer.peer().id();
  }

  /** All that can be reached over links from the first one. */
  private static Set<PeerId> componentOf(List<LiveStack> peers) throws Exception {
    Set<PeerId> reached = new LinkedHashSet<>(Set.of(id(peers.get(0))));
    for (int hops = 1; hops < peers.size(); hops++) {
      for (LiveStack peer : peers) {
        if (reached.contains(id(peer))) {
          reached.addAll(neighbors(peer));
        }
      }
    }
    return reached;
  }

  private static List<PeerId> neighbors(LiveStack node) throws Exception {
    return List.copyOf(node.call(stack -> stack.links().neighbors()).get());
  }

  private static NodeSockets sockets(LiveStack node) throws Exception {
    return node.call(stack -> node.discovery().sockets()).get();
  }

  @Test
  void aSignalingNodeWhosePeerHasFailedDeceivesNoNewcomer() throws Exception {
    try (WebRtcRuntime runtime = new WebRtcRuntime(WebRtcConfig.DEFAULT, new Faults())) {
      LiveStack node = create(runtime);
      Endpoint endpoint = node.serve(ANY_PORT);
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
