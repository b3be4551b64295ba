package org.arcmesh.sampling.repair;

import static org.arcmesh.sampling.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.arcmesh.core.OverlayEvent.ComponentChanged;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComponentNewsTest {
  private static final long BEAT = 5_000;

  private final IdentitySet identity = new IdentitySet(peer(7), BEAT, 0);
  private final ComponentNews news = new ComponentNews(identity, BEAT);

  @BeforeEach
  void threePeersStandForAHundred() {
    hear(0, 40, 50, 60);
    assertEquals(Optional.empty(), cause(BEAT - 1));
    assertEquals(Optional.of("this peer has come to know its component"), cause(BEAT));
  }

  @Test
  void theSameIsNoNews() {
    assertEquals(Optional.empty(), cause(2 * BEAT));
  }

  @Test
  void aPeerWithASmallerHash() {
    hear(BEAT, 10);

    assertEquals(Optional.of("a peer with a smaller hash has come"), cause(2 * BEAT));
  }

  @Test
  void aMemberThatFellSilent() {
    hear(5 * BEAT, 40, 50);
    identity.expire(6 * BEAT);

    assertEquals(Optional.of("a peer by which it was known has fallen silent"), cause(7 * BEAT));
    hear(7 * BEAT, 70);
    assertEquals(Optional.of("another peer stands for it, too"), cause(8 * BEAT));
  }

  @Test
  void anotherComponentWhoseMembersTakeThePlaceOfOurs() {
    hear(BEAT, 10, 20, 30);

    assertEquals(Optional.of("it has become one with another component"), cause(2 * BEAT));
  }

  @Test
  void allOfThemSilent() {
    identity.expire(6 * BEAT);
    hear(6 * BEAT, 80, 90);

    assertEquals(
        Optional.of("all peers by which it was known have fallen silent"), cause(7 * BEAT));
  }

  @Test
  void anotherSizeByMuchOnceItIsSteady() {
    assertEquals(Optional.empty(), news.look(126, false, 2 * BEAT));
    assertEquals(Optional.empty(), news.look(125, true, 2 * BEAT));
    assertEquals(
        Optional.of("it grew from 100 to 126 peers"),
        news.look(126, true, 2 * BEAT).map(ComponentChanged::cause));
    assertEquals(
        Optional.of("it shrank from 126 to 94 peers"),
        news.look(94, true, 2 * BEAT).map(ComponentChanged::cause));
  }

  private Optional<String> cause(long now) {
    return news.look(100, true, now).map(ComponentChanged::cause);
  }

  private void hear(long now, long... hashes) {
    for (long hash : hashes) {
      identity.hear(new Beat(hash, 1 + now, 0), now);
    }
  }
}
