package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.arcmesh.core.PeerId;

/** Peers in this process, on real links, and what each has heard. */
final class LiveMembers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Four cycles of Spray. */
  private static final Duration MIXING = Duration.ofMinutes(2);

  private final List<Member> members = new ArrayList<>();

  private record Member(Overlay overlay, Map<String, Integer> heard) {}

  Overlay join(OverlayBuilder builder) {
    Map<String, Integer> heard = new ConcurrentHashMap<>();
    Overlay overlay =
        builder.onDelivery(delivery -> heard.merge(delivery.text(), 1, Integer::sum)).join();
    members.add(new Member(overlay, heard));
    return overlay;
  }

  /** All peers that can be reached over links from the first member, as members see them. */
  Set<PeerId> component() {
    return component(peer -> true);
  }

  /** Waits until the members are one without anybody else. */
  void awaitOne() {
    Set<PeerId> all = new LinkedHashSet<>();
    members.forEach(member -> all.add(member.overlay().self()));
    await().atMost(MIXING).until(() -> component(all::contains), all::equals);
  }

  private Set<PeerId> component(Predicate<PeerId> isAlive) {
    Map<PeerId, List<PeerId>> links = new LinkedHashMap<>();
    for (Member member : members) {
      links.put(member.overlay().self(), member.overlay().view().neighbors());
    }
    Set<PeerId> reached = new LinkedHashSet<>();
    ArrayDeque<PeerId> next = new ArrayDeque<>(List.of(members.get(0).overlay().self()));
    while (!next.isEmpty()) {
      PeerId peer = next.remove();
      if (isAlive.test(peer) && reached.add(peer)) {
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

  /**
   * Every member says something, and every other one hears it once.
   *
   * @return what was said
   */
  Set<String> everyPairTalks(String about) {
    List<String> said = new ArrayList<>();
    for (Member member : members) {
      said.add(about + " " + said.size());
      member.overlay().broadcast(said.get(said.size() - 1)).join();
    }
    awaitHeard(
        number -> {
          Set<String> others = new LinkedHashSet<>(said);
          others.remove(said.get(number));
          return others;
        });
    return new LinkedHashSet<>(said);
  }

  /** Waits until every member has heard each of {@code texts}, once. */
  void allHear(Set<String> texts) {
    awaitHeard(number -> texts);
  }

  /**
   * @param expected what the member of each number is to hear
   */
  private void awaitHeard(IntFunction<Set<String>> expected) {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Map<Integer, Set<String>> missing = new LinkedHashMap<>();
              for (int i = 0; i < members.size(); i++) {
                Set<String> left = new LinkedHashSet<>(expected.apply(i));
                left.removeAll(members.get(i).heard().keySet());
                if (!left.isEmpty()) {
                  missing.put(i, left);
                }
              }
              assertEquals(Map.of(), missing, "what members have not heard");
            });
    for (Member member : members) {
      member.heard().forEach((text, times) -> assertEquals(1, times, text));
    }
  }

  @Override
  public void close() {
    members.parallelStream().forEach(member -> member.overlay().close());
  }
}
