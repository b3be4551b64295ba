package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that start together, and of which any may become a signaling node. */
@Tag("live")
@Timeout(300)
class VolunteersLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final List<Member> members = new ArrayList<>();
  private PrivateDht dht;

  /** A peer in this process, and what it has heard: each text once, or the test fails. */
  private record Member(Overlay overlay, Map<String, Integer> heard) {}

  @BeforeEach
  void startDht() throws IOException {
    dht =
        PrivateDht.start(
            List.of(Endpoint.parse("127.0.94.1:6993"), Endpoint.parse("127.0.94.2:6993")));
  }

  @AfterEach
  void stop() {
    members.parallelStream().forEach(member -> member.overlay().close());
    dht.close();
  }

  private OverlayBuilder builder() {
    return Overlay.builder().application("volunteers").privateDht().dht(dht.bootstrap());
  }

  private Member join(OverlayBuilder builder) {
    Map<String, Integer> heard = new ConcurrentHashMap<>();
    Overlay overlay =
        builder.onDelivery(delivery -> heard.merge(delivery.text(), 1, Integer::sum)).join();
    Member member = new Member(overlay, heard);
    members.add(member);
    return member;
  }

  /** All peers that can be reached over links from the first member, as members see them. */
  private Set<PeerId> component() {
    Map<PeerId, List<PeerId>> links = new LinkedHashMap<>();
    for (Member member : members) {
      links.put(member.overlay().self(), member.overlay().view().neighbors());
    }
    Set<PeerId> reached = new LinkedHashSet<>();
    ArrayDeque<PeerId> next = new ArrayDeque<>(List.of(members.get(0).overlay().self()));
    while (!next.isEmpty()) {
      PeerId peer = next.remove();
      if (reached.add(peer)) {
        next.addAll(links.getOrDefault(peer, List.of()));
        links.forEach(
            (other, neighbors) -> {
              if (neighbors.contains(peer)) {
                next.add(other);
              }
            });
      }
    }
    return reached;
  }

  /** Every member says something, and every other one hears it once. */
  private void everyPairTalks(String about) {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).overlay().broadcast(about + " " + i).join();
    }
    for (int from = 0; from < members.size(); from++) {
      for (int to = 0; to < members.size(); to++) {
        if (from != to) {
          String text = about + " " + from;
          Map<String, Integer> heard = members.get(to).heard();
          await().atMost(PATIENCE).until(() -> heard.containsKey(text));
        }
      }
    }
    for (Member member : members) {
      assertTrue(member.heard().values().stream().allMatch(times -> times == 1));
    }
  }

  @Test
  void volunteersThatStartTogetherFormOneOverlay() {
    for (int i = 0; i < 10; i++) {
      join(builder().volunteer());
    }

    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertEquals(10, component().size()));
    everyPairTalks("hello");
  }
}
