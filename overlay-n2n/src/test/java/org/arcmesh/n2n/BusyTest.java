package org.arcmesh.n2n;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.arcmesh.core.Cause;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

/** What peers do when their process sets up as many links as it can. */
class BusyTest {
  private final Village village = new Village(1);
  private final PeerId alice = village.settle();
  private final List<PeerId> others = Stream.generate(village::settle).limit(30).toList();

  @Test
  void arcsThatHaveToWaitOpenOneAfterTheOther() {
    village.simulation.limitSetUps(10);

    openArcsToAll();
    village.run(ofSeconds(1));
    int atFirst = village.at(alice).puppet().opened().size();
    village.run(ofSeconds(10));

    assertTrue(atFirst < others.size(), "at first " + atFirst);
    assertEquals(new TreeSet<>(others), new TreeSet<>(village.at(alice).puppet().opened()));
    assertEquals(List.of(), village.at(alice).puppet().failed());
    SignalingCounters counters = village.at(alice).signaling().counters();
    assertTrue(counters.busy() > 0);
    assertEquals(0, counters.failed());
  }

  @Test
  void anArcThatWaitsIsAskedForOnce() {
    village.simulation.limitSetUps(1);
    openArcsToAll();

    openArcsToAll();
    village.run(ofSeconds(100));

    List<PeerId> opened = village.at(alice).puppet().opened();
    for (PeerId target : opened) {
      assertEquals(2, Collections.frequency(opened, target));
    }
  }

  @Test
  void whatHasWaitedForTooLongFailsAsBusy() {
    village.simulation.limitSetUps(1);

    openArcsToAll();
    village.run(ofSeconds(100));

    int opened = village.at(alice).puppet().opened().size();
    List<Cause> failed = village.at(alice).puppet().failed();
    assertTrue(opened > 5, opened + " opened");
    assertEquals(others.size(), opened + failed.size());
    assertEquals(Collections.nCopies(failed.size(), Cause.BUSY), failed);
  }

  @Test
  void anArcThatIsClosedWhileItWaitsIsNotOpened() {
    village.simulation.limitSetUps(10);
    openArcsToAll();

    village.at(
        alice, villager -> others.forEach(other -> villager.puppet().context().closeArc(other)));
    village.run(ofSeconds(10));

    assertEquals(0, village.at(alice).signaling().arcs());
    assertTrue(village.at(alice).puppet().opened().size() < others.size());
  }

  private void openArcsToAll() {
    others.forEach(other -> village.simulation.openDoor(alice, other));
    village.run(ofSeconds(0).plusMillis(1));
    village.at(
        alice,
        villager -> others.forEach(other -> villager.puppet().context().openArc(other, other)));
  }
}
