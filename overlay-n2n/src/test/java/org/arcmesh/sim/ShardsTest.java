package org.arcmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Context;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Peer;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
  private static final int PEERS = 60;
  private static final NetworkModel NETWORK =
      new NetworkModel.Uniform(Duration.ofMillis(10), Duration.ofMillis(50));

  private record Rumor(int number) implements Message {}

  private record Again() implements Timer {}

  /** What was heard, by whom and when. */
  private record Heard(PeerId peer, OverlayEvent event, long atMillis) {}

  /** Peers that tell each other rumors, each to somebody at random, every 5 ms. */
  private static final class Rumors {
    final Simulation simulation;
    final List<PeerId> people = new ArrayList<>();
    final List<Heard> heard = new ArrayList<>();
    final int failing;

    /**
     * @param failing which one fails at its hundredth rumor; or -1
     */
    Rumors(long seed, int shards, int threads, int failing) {
      this.simulation = new Simulation(seed, NETWORK, StandInIdentity::new, shards, threads);
      this.failing = failing;
      simulation.faults().setLoss(0.1);
      simulation.onEvent((peer, event, at) -> heard.add(new Heard(peer, event, at)));
      for (int number = 0; number < PEERS; number++) {
        Gossip gossip = new Gossip(this, number);
        people.add(
            simulation.add(
                environment -> {
                  InstantLinks links = simulation.instantLinks();
                  return new Peer(
                      environment.identity().id(),
                      environment.host(),
                      links,
                      List.of(links, gossip));
                }));
      }
    }
  }

  private static final class Gossip implements Protocol<Rumor> {
    private final Rumors rumors;
    private final int number;
    private int count;

    Gossip(Rumors rumors, int number) {
      this.rumors = rumors;
      this.number = number;
    }

    @Override
    public MessageTable messages() {
      return new MessageTable(200, "rumors", List.of(Rumor.class));
    }

    @Override
    public void start(Context ctx) {
      ctx.schedule(Duration.ofMillis(ctx.random().nextInt(5)), new Again());
    }

    @Override
    public void onTimer(Timer timer, Context ctx) {
      int other = ctx.random().nextInt(PEERS - 1);
      PeerId to = rumors.people.get(other < number ? other : other + 1);
      ctx.send(to, new Rumor(++count));
      ctx.schedule(Duration.ofMillis(5), timer);
    }

    @Override
    public void onMessage(PeerId from, Rumor rumor, Context ctx) {
      if (number == rumors.failing && rumor.number() >= 100) {
        throw new IllegalStateException("too many rumors");
      }
      ctx.emit(new OverlayEvent.Delivered(from, rumor.number(), Bytes.EMPTY, 1));
    }
  }

  private static Rumors run(long seed, int shards, int threads) {
    Rumors rumors = new Rumors(seed, shards, threads, -1);
    rumors.simulation.schedule(
        Duration.ofMillis(777), () -> rumors.simulation.crash(rumors.people.get(7)));
    rumors.simulation.run(Duration.ofMillis(1_234));
    rumors.simulation.run(Duration.ofSeconds(1));
    return rumors;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theNumberOfThreadsChangesNothing(long seed) {
    Rumors alone = run(seed, 3, 1);

    for (int threads : new int[] {2, 3, 8}) {
      Rumors together = run(seed, 3, threads);

      assertEquals(alone.simulation.traceHash(), together.simulation.traceHash());
      assertEquals(alone.simulation.events(), together.simulation.events());
      assertEquals(alone.heard, together.heard);
      assertEquals(alone.simulation.traffic().frames(), together.simulation.traffic().frames());
    }
    assertNotEquals(alone.simulation.traceHash(), run(seed + 1, 3, 2).simulation.traceHash());
  }

  /** 2.2 seconds of a rumor every 5 ms, a tenth of which is late by a retransmission. */
  @Test
  void allThatIsSentAcrossShardsArrives() {
    Rumors rumors = run(1, 2, 2);

    assertEquals(PEERS * 2_200 / 5, rumors.heard.size(), 1_000);
    long frames = rumors.simulation.traffic().frames(Rumor.class);
    assertTrue(rumors.heard.size() < frames);
  }

  @Test
  void whatIsToldIsInTheOrderOfTime() {
    Rumors rumors = run(1, 2, 2);

    for (int i = 1; i < rumors.heard.size(); i++) {
      assertTrue(rumors.heard.get(i - 1).atMillis() <= rumors.heard.get(i).atMillis());
    }
  }

  @ParameterizedTest(name = "peer {0}")
  @ValueSource(ints = {10, 11})
  void anExceptionOfAHandlerSurfacesAndNamesThePeer(int failing) {
    Rumors rumors = new Rumors(1, 2, 2, failing);

    IllegalStateException bug =
        assertThrows(
            IllegalStateException.class, () -> rumors.simulation.run(Duration.ofSeconds(2)));

    assertEquals("too many rumors", bug.getMessage());
    String where = bug.getSuppressed()[0].getMessage();
    assertTrue(where.startsWith("peer " + rumors.people.get(failing) + " at "), where);
  }

  /** Else it would depend on threads what it finds. */
  @Test
  void whatIsScheduledFromOutsideHappensAfterAllThatPeersDoAtThatTime() {
    Rumors rumors = new Rumors(1, 2, 2, -1);
    List<Long> at = new ArrayList<>();
    for (int millis : new int[] {300, 100, 200}) {
      rumors.simulation.schedule(
          Duration.ofMillis(millis),
          () -> {
            at.add(rumors.simulation.nowMillis());
            assertTrue(rumors.heard.get(rumors.heard.size() - 1).atMillis() <= millis);
            rumors.simulation.schedule(Duration.ZERO, () -> at.add(-rumors.simulation.nowMillis()));
          });
    }

    rumors.simulation.run(Duration.ofMillis(250));

    assertEquals(List.of(100L, -100L, 200L, -200L), at);
    assertTrue(rumors.heard.get(rumors.heard.size() - 1).atMillis() > 240);
  }

  @Test
  void shardsNeedDelaysAndManyPeers() {
    NetworkModel none = new NetworkModel.Constant(Duration.ZERO);

    assertThrows(
        IllegalArgumentException.class, () -> new Simulation(1, none, StandInIdentity::new, 2, 2));
    assertEquals(1, Simulation.shards(none, 1_000_000));
    assertEquals(1, Simulation.shards(NETWORK, 100));
    assertEquals(2, Simulation.shards(NETWORK, 100_000));
  }
}
