package org.arcmesh.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Hold;
import org.arcmesh.core.LinkLayer;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;
import org.arcmesh.core.Timer;

/**
 * Arcs that open at once and without signaling, which is what the published simulators of sampling
 * protocols assume, and what makes 10^6 peers fit in one process.
 *
 * <p>Messages reach every live peer, with the delays of the network; holds keep nothing. With a
 * loss, an arc to a new neighbor fails with the probability that one of the {@value #SET_UP_HOPS}
 * hops of its set-up is lost. What a failed neighbor is like stays as it is with heartbeats: it is
 * seen down {@link Simulation#SILENCE} after its end, and an arc to it opened later fails after
 * {@link #OPEN_DEADLINE}.
 */
public final class InstantLinks implements Protocol<Message>, LinkLayer {
  /** As long as signaling would try. */
  static final Duration OPEN_DEADLINE = Duration.ofSeconds(5);

  /**
   * Three messages of a handshake, each through the mediator: "p1 -> bridge -> p2 -> bridge -> p1",
   * as the authors of Spray count (PeerSim simulator, {@code Spray.pFail}: 1 - (1 - f)^6).
   */
  static final int SET_UP_HOPS = 6;

  private static final MessageTable NO_MESSAGES = new MessageTable(1, "instant links", List.of());

  private final Simulation simulation;
  private final SimPeer self;
  private PeerId[] outview = new PeerId[0];
  private int arcs;
  private Context ctx;
  private Listener listener;

  /** Since when there is no arc; -1 while there is one. */
  private long aloneSinceMillis;

  InstantLinks(Simulation simulation, SimPeer self) {
    this.simulation = simulation;
    this.self = self;
  }

  private record Overdue(PeerId target) implements Timer {}

  @Override
  public MessageTable messages() {
    return NO_MESSAGES;
  }

  @Override
  public void attach(Listener listener) {
    this.listener = listener;
  }

  @Override
  public int prefetch() {
    return arcs == 0 || outview[arcs - 1] == null ? 0 : arcs;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    aloneSinceMillis = ctx.nowMillis();
  }

  @Override
  public void onMessage(PeerId from, Message message, Context ctx) {
    throw new AssertionError("instant links do not know " + message);
  }

  @Override
  public void openArc(PeerId target, PeerId mediator) {
    if (target.equals(ctx.self())) {
      throw new AssertionError("an arc from " + target + " to itself");
    }
    if (simulation.isKnownDown(target) || isSetUpLost(target, mediator)) {
      ctx.schedule(OPEN_DEADLINE, new Overdue(target));
      return;
    }
    if (arcs == outview.length) {
      outview = Arrays.copyOf(outview, arcs + Math.max(4, arcs / 2));
    }
    outview[arcs++] = target;
    if (aloneSinceMillis >= 0) {
      ctx.emit(
          new OverlayEvent.Joined(Duration.ofMillis(ctx.nowMillis() - aloneSinceMillis), mediator));
      aloneSinceMillis = -1;
    }
    listener.arcOpened(target);
  }

  /** A neighbor has a link already, and who mediates for himself is one. */
  private boolean isSetUpLost(PeerId target, PeerId mediator) {
    return simulation.faults().loss() > 0
        && !target.equals(mediator)
        && arcTo(target) < 0
        && self.loses(SET_UP_HOPS);
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    listener.arcFailed(((Overdue) timer).target(), Cause.TIMEOUT);
  }

  @Override
  public void closeArc(PeerId target) {
    int arc = arcTo(target);
    if (arc >= 0) {
      System.arraycopy(outview, arc + 1, outview, arc, --arcs - arc);
      outview[arcs] = null;
    }
    lookAlone();
  }

  /** The place of the first arc to {@code target}, or -1. */
  private int arcTo(PeerId target) {
    // Nearly all ids of a simulation are the very object; to compare others takes a look at each.
    for (int arc = 0; arc < arcs; arc++) {
      if (outview[arc] == target) {
        return arc;
      }
    }
    for (int arc = 0; arc < arcs; arc++) {
      if (outview[arc].equals(target)) {
        return arc;
      }
    }
    return -1;
  }

  private void lookAlone() {
    if (arcs == 0 && aloneSinceMillis < 0) {
      aloneSinceMillis = ctx.nowMillis();
    }
  }

  /** Some peers are known to be down from now on. */
  void lookForDown() {
    LinkedHashSet<PeerId> down = new LinkedHashSet<>();
    for (PeerId target : outview()) {
      if (simulation.isKnownDown(target)) {
        down.add(target);
      }
    }
    for (PeerId target : down) {
      while (arcTo(target) >= 0) {
        closeArc(target);
      }
      listener.neighborDown(target, Cause.SILENT);
    }
    lookAlone();
  }

  @Override
  public void introduce(PeerId left, PeerId right) {
    throw new AssertionError("nobody leaves politely where arcs open at once");
  }

  @Override
  public void hold(PeerId neighbor, Hold reason) {}

  @Override
  public void release(PeerId neighbor, Hold reason) {}

  @Override
  public List<PeerId> neighbors() {
    return List.copyOf(new LinkedHashSet<>(outview()));
  }

  @Override
  public boolean isNeighbor(PeerId peer) {
    return arcTo(peer) >= 0;
  }

  @Override
  public List<PeerId> outview() {
    return List.of(Arrays.copyOf(outview, arcs));
  }

  /** Of the arcs to us those of our neighbors: a list of all would cost every sampler its time. */
  @Override
  public List<PeerId> inview() {
    List<PeerId> claimed = new ArrayList<>();
    for (PeerId neighbor : neighbors()) {
      int arcs = simulation.instantLinksOf(neighbor).arcsTo(ctx.self());
      claimed.addAll(Collections.nCopies(arcs, neighbor));
    }
    return claimed;
  }

  @Override
  public int arcsTo(PeerId target) {
    return Collections.frequency(outview(), target);
  }

  @Override
  public int roundTripMillis(PeerId neighbor) {
    return -1;
  }
}
