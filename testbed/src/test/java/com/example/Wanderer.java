package com.example;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Sampler;

/**
 * The simplest sampler that works, written as somebody outside of Arcmesh would: every period a
 * peer takes over a random neighbor of a random neighbor, and forgets a random one of its own if it
 * has more than six.
 */
final class Wanderer implements Sampler<WandererMessage> {
  private static final int VIEW_MAX = 6;

  private final Duration period;
  private final Links links;

  /** Whether the arc to each is open. */
  private final Map<PeerId, Boolean> arcs = new LinkedHashMap<>();

  private Context ctx;
  private long arcsLost;
  private boolean left;

  Wanderer(Duration period, Links links) {
    this.period = period;
    this.links = links;
  }

  private record Cycle() implements Timer {}

  @Override
  public MessageTable messages() {
    return WandererMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    ctx.schedule(Duration.ofMillis(ctx.random().nextLong(period.toMillis())), new Cycle());
  }

  @Override
  public List<PeerId> view() {
    return arcs.keySet().stream().filter(arcs::get).toList();
  }

  @Override
  public List<PeerId> sample(int count) {
    List<PeerId> left = new ArrayList<>(view());
    List<PeerId> drawn = new ArrayList<>();
    while (drawn.size() < count && !left.isEmpty()) {
      drawn.add(left.remove(ctx.random().nextInt(left.size())));
    }
    return drawn;
  }

  @Override
  public double sizeEstimate() {
    return arcs.size() + 1;
  }

  @Override
  public Duration period() {
    return period;
  }

  @Override
  public int arcs() {
    return arcs.size();
  }

  @Override
  public long arcsLost() {
    return arcsLost;
  }

  @Override
  public boolean isIsolated() {
    return arcs.isEmpty() && links.inview().isEmpty();
  }

  @Override
  public void join(PeerId contact, PeerId mediator) {
    open(contact, mediator);
  }

  private void open(PeerId target, PeerId mediator) {
    if (!left && !target.equals(ctx.self()) && arcs.putIfAbsent(target, false) == null) {
      ctx.openArc(target, mediator);
    }
  }

  @Override
  public void onTimer(Timer timer, Context ctx) {
    if (left) {
      return;
    }
    ctx.schedule(period, timer);
    if (view().size() > VIEW_MAX) {
      PeerId forgotten = sample(1).get(0);
      arcs.remove(forgotten);
      ctx.closeArc(forgotten);
    }
    sample(1).forEach(neighbor -> ctx.send(neighbor, new WandererMessage.Ask()));
  }

  @Override
  public void onMessage(PeerId from, WandererMessage message, Context ctx) {
    if (message instanceof WandererMessage.Hello) {
      open(from, from);
    } else if (message instanceof WandererMessage.Ask) {
      sample(2).stream()
          .filter(peer -> !peer.equals(from))
          .findFirst()
          .ifPresent(peer -> ctx.send(from, new WandererMessage.Told(peer)));
    } else if (message instanceof WandererMessage.Told told) {
      open(told.peer(), from);
    } else {
      throw new AssertionError("unknown " + message);
    }
  }

  @Override
  public void onArcOpened(PeerId target, Context ctx) {
    arcs.put(target, true);
    ctx.send(target, new WandererMessage.Hello());
  }

  @Override
  public void onArcFailed(PeerId target, Cause cause, Context ctx) {
    arcs.remove(target);
  }

  @Override
  public void onNeighborDown(PeerId neighbor, Cause cause, Context ctx) {
    if (arcs.getOrDefault(neighbor, false)) {
      arcs.remove(neighbor);
      arcsLost++;
    }
  }

  @Override
  public void onLeave(Context ctx) {
    left = true;
  }
}
