package org.arcmesh.n2n;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage.Candidate;
import org.arcmesh.n2n.SignalingMessage.Introduce;
import org.arcmesh.n2n.SignalingMessage.Refuse;
import org.arcmesh.n2n.SignalingMessage.Signal;
import org.arcmesh.sim.StandInIdentity;
import org.junit.jupiter.api.Test;

/** A neighbor that sends what no peer of ours sends: dropped, counted, and nobody else notices. */
class HostileSignalsTest {
  private static final Description DESCRIPTION =
      new Description("abcd", "abcdefghijklmnopqrstuvwx", Bytes.wrap(new byte[32]), List.of());

  private final Identity stranger = new StandInIdentity(99);
  private final Village village = new Village(7);
  private final PeerId mallory = village.settle();
  private final PeerId bob = village.settle();
  private final PeerId carol = village.settle();

  HostileSignalsTest() {
    village.arcThroughDoor(mallory, bob);
    village.arcThroughDoor(carol, bob);
  }

  private Signal offerTo(PeerId to) {
    return new SignalCheck(Admission.open(Village.APPLICATION), stranger)
        .offer(to, 42, DESCRIPTION);
  }

  private void send(Message message) {
    village.at(mallory, villager -> villager.puppet().context().send(bob, message));
    village.run(ofSeconds(1));
  }

  private SignalingCounters bobs() {
    return village.at(bob).signaling().counters();
  }

  @Test
  void anAlteredOfferIsDroppedAndCounted() {
    Signal offer = offerTo(bob);

    send(
        new Signal(
            false,
            offer.from(),
            bob,
            43,
            DESCRIPTION,
            offer.publicKey(),
            offer.signature(),
            Bytes.EMPTY));

    assertEquals(1, bobs().forged());
    assertEquals(List.of(mallory, carol), village.at(bob).puppet().up());
  }

  @Test
  void anOfferUnderAnothersNameIsDroppedAndCounted() {
    Signal offer = offerTo(bob);

    send(
        new Signal(
            false, carol, bob, 42, DESCRIPTION, offer.publicKey(), offer.signature(), Bytes.EMPTY));

    assertEquals(1, bobs().forged());
  }

  @Test
  void aMediatorCarriesNoOfferButItsAuthorsOwn() {
    send(offerTo(carol));

    assertEquals(1, bobs().stray());
    assertEquals(0, bobs().relayed());
    assertEquals(0, village.at(carol).signaling().counters().forged());
  }

  @Test
  void aMediatorCarriesNoAnswerCandidateOrRefusalThatNobodyWaitsFor() {
    Signal offer = offerTo(carol);
    send(
        new Signal(
            true,
            mallory,
            carol,
            42,
            DESCRIPTION,
            offer.publicKey(),
            offer.signature(),
            Bytes.EMPTY));
    send(new Candidate(mallory, carol, 42, "1 1 udp 1 192.0.2.1 4 typ host"));
    send(new Refuse(mallory, carol, 42, Cause.REFUSED));

    assertEquals(3, bobs().stray());
    assertEquals(0, bobs().relayed());
  }

  @Test
  void aFloodOfIntroductionsIsCutShort() {
    for (int i = 0; i < 1_000; i++) {
      village.at(mallory, villager -> villager.puppet().context().send(bob, new Introduce(carol)));
    }
    village.run(ofSeconds(1));

    int burst = 2 * SignalingConfig.DEFAULT.relaysPerSecond();
    assertTrue(village.at(bob).signaling().arcs() <= burst + 1);
    assertTrue(bobs().refused() >= 1_000 - burst - 1);
    assertEquals(List.of(), village.at(bob).puppet().down());
  }

  @Test
  void ofAFloodOfOffersAMediatorCarriesABurst() {
    Signal offer = offerTo(carol);
    for (int session = 0; session < 1_000; session++) {
      Signal forged =
          new Signal(
              false,
              mallory,
              carol,
              session,
              DESCRIPTION,
              offer.publicKey(),
              offer.signature(),
              Bytes.EMPTY);
      village.at(mallory, villager -> villager.puppet().context().send(bob, forged));
    }
    village.run(ofSeconds(1));

    int burst = 2 * SignalingConfig.DEFAULT.relaysPerSecond();
    assertTrue(bobs().relayed() <= burst + 1, "carried " + bobs().relayed());
    assertEquals(bobs().relayed(), village.at(carol).signaling().counters().forged());
  }
}
