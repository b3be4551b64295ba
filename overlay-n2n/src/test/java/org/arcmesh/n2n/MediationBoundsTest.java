package org.arcmesh.n2n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Relays.Relay;
import org.arcmesh.sim.StandInIdentity;
import org.junit.jupiter.api.Test;

/** What a mediator remembers is bounded, and forgotten when it is of no more use. */
class MediationBoundsTest {
  private final Relays relays = new Relays(10_000);
  private final Allowances allowances = new Allowances(10);

  private static PeerId peer(int number) {
    return new StandInIdentity(number).id();
  }

  private static Relay relay(long session, long at) {
    return new Relay(session, peer(1), peer(2), at);
  }

  @Test
  void aRelayIsForgottenInTime() {
    relays.add(relay(1, 0));
    relays.add(relay(2, 10_000));
    assertEquals(0, relays.find(1).at());

    relays.add(relay(3, 10_001));

    assertNull(relays.find(1));
    assertEquals(10_000, relays.find(2).at());
  }

  @Test
  void theOldestOfTooManyRelaysIsForgotten() {
    for (int session = 0; session <= 1024; session++) {
      relays.add(relay(session, 5));
    }

    assertNull(relays.find(0));
    assertEquals(1, relays.find(1).session());
    assertEquals(1024, relays.find(1024).session());
  }

  @Test
  void aSessionNamedAnewOutlivesItsFirstUse() {
    relays.add(relay(1, 0));
    relays.add(relay(1, 9_000));

    relays.add(relay(2, 11_000));

    assertEquals(9_000, relays.find(1).at());
  }

  @Test
  void aSenderHasTwoSecondsWorthAtOnceAndThenItsRate() {
    for (int i = 0; i < 20; i++) {
      assertTrue(allowances.take(peer(1), 0));
    }
    assertFalse(allowances.take(peer(1), 0));
    assertTrue(allowances.take(peer(2), 0));

    assertTrue(allowances.take(peer(1), 100));
    assertFalse(allowances.take(peer(1), 100));
  }

  @Test
  void whoeverIsQuietForLongIsForgotten() {
    for (int i = 0; i < 100; i++) {
      allowances.take(peer(i), 0);
    }

    allowances.take(peer(200), 2_000);

    assertEquals(1, allowances.size());
  }

  @Test
  void oneSenderMoreThanCanBeRememberedTakesThePlaceOfTheFirst() {
    for (int i = 0; i <= 1024; i++) {
      allowances.take(peer(i), 0);
    }

    assertEquals(1024, allowances.size());
  }
}
