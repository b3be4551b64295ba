package org.arcmesh.sampling.spray;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.arcmesh.core.Context;
import org.arcmesh.core.Hold;
import org.arcmesh.core.Links;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sim.StandInIdentity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole exchanges of Spray, from the timer of the one to the answer at the other and the arcs that
 * open at both: all of the protocol and nothing of a runtime.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ExchangeBenchmark {
  /** Some peers stay in the processor's cache, many do not. */
  @Param({"100", "100000"})
  public int peers;

  private static final int ARCS = 12;

  private final List<Desk> desks = new ArrayList<>();
  private final Map<PeerId, Desk> byId = new HashMap<>();
  private final ArrayDeque<Runnable> posted = new ArrayDeque<>();
  private long now;
  private int next;
  private int completed;

  @Setup
  public void populate() {
    desks.clear();
    byId.clear();
    posted.clear();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < peers; i++) {
      Desk desk = new Desk(new StandInIdentity(i).id(), random.split());
      desks.add(desk);
      byId.put(desk.self, desk);
      desk.spray.start(desk);
    }
    for (Desk desk : desks) {
      for (int arc = 0; arc < ARCS; arc++) {
        PeerId target = desks.get(random.nextInt(peers)).self;
        if (target != desk.self) {
          desk.spray.onArcOpened(target, desk);
        }
      }
    }
  }

  /** One cycle of one peer; how many arcs it has then. */
  @Benchmark
  public int exchange() {
    Desk desk = desks.get(next);
    next = (next + 1) % peers;
    now += 1;
    desk.spray.onTimer(desk.cycle, desk);
    for (Runnable post = posted.poll(); post != null; post = posted.poll()) {
      post.run();
    }
    return desk.spray.arcs();
  }

  /** All arcs of all peers: exchanges leave their number as it is. */
  int arcs() {
    return desks.stream().mapToInt(desk -> desk.spray.arcs()).sum();
  }

  /** Exchanges that were answered. */
  int completed() {
    return completed;
  }

  /** The runtime of one peer: what it sends arrives next, its arcs open at once. */
  private final class Desk implements Context, Links {
    final PeerId self;
    final RandomGenerator random;
    final Spray spray;
    Timer cycle;

    Desk(PeerId self, RandomGenerator random) {
      this.self = self;
      this.random = random;
      this.spray = new Spray(SprayConfig.DEFAULT.withPeriod(Duration.ofSeconds(10)), this);
    }

    @Override
    public PeerId self() {
      return self;
    }

    @Override
    public long nowMillis() {
      return now;
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public void send(PeerId neighbor, Message message) {
      Desk to = byId.get(neighbor);
      completed += message instanceof SprayMessage.Answer ? 1 : 0;
      posted.add(() -> to.spray.onMessage(self, (SprayMessage) message, to));
    }

    @Override
    public void schedule(Duration delay, Timer timer) {
      if (cycle == null) {
        cycle = timer; // The first one; answers come before any other is due.
      }
    }

    @Override
    public void openArc(PeerId target, PeerId mediator) {
      posted.addFirst(() -> spray.onArcOpened(target, this));
    }

    @Override
    public void introduce(PeerId left, PeerId right) {
      throw new AssertionError("nobody leaves");
    }

    @Override
    public void closeArc(PeerId target) {}

    @Override
    public void hold(PeerId neighbor, Hold reason) {}

    @Override
    public void release(PeerId neighbor, Hold reason) {}

    @Override
    public void emit(OverlayEvent event) {}

    @Override
    public List<PeerId> neighbors() {
      return spray.view();
    }

    @Override
    public boolean isNeighbor(PeerId peer) {
      return true;
    }

    @Override
    public List<PeerId> outview() {
      return spray.view();
    }

    @Override
    public List<PeerId> inview() {
      return List.of();
    }

    @Override
    public int arcsTo(PeerId target) {
      return 1;
    }

    @Override
    public int roundTripMillis(PeerId neighbor) {
      return -1;
    }
  }
}
