package org.arcmesh.broadcast.route;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.arcmesh.broadcast.route.RouteMessage.Routed;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Protocol;

/**
 * Broadcasts along explicit routes: the source writes its tree into what it sends, and relays
 * follow it. A baseline to measure against, not for applications.
 *
 * <p>Nothing is repaired and nothing is signed: what a link loses, or a peer that is gone does not
 * pass on, all below it miss. What comes after a later broadcast of the same source is dropped. A
 * part of the tree that does not fit into a frame is left out.
 */
public final class RouteDelivery implements Protocol<RouteMessage>, Broadcast {
  /** Sources whose last broadcast is remembered; a stranger may invent any number. */
  private static final int SOURCES_MAX = 4_096;

  private final Links links;
  private final Supplier<WrittenTree> tree;
  private final Map<Source, Long> last = new Recent();
  private Context ctx;
  private int life;
  private long sent;
  private long leftOut;
  private LongConsumer accepted = done -> {};

  private record Source(PeerId origin, int life) {}

  /** Forgets the source of which nothing came for the longest. */
  private static final class Recent extends LinkedHashMap<Source, Long> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Source, Long> eldest) {
      return size() > SOURCES_MAX;
    }
  }

  /**
   * @param links of the same peer
   * @param tree whose root the peer is, as it is when it broadcasts
   */
  public RouteDelivery(Links links, Supplier<WrittenTree> tree) {
    this.links = links;
    this.tree = tree;
  }

  @Override
  public MessageTable messages() {
    return RouteMessage.TABLE;
  }

  @Override
  public void start(Context ctx) {
    this.ctx = ctx;
    this.life = ctx.random().nextInt();
  }

  /** Peers that were left out since a frame has no room for their part of a route. */
  public long leftOut() {
    return leftOut;
  }

  @Override
  public long broadcast(Bytes payload) {
    if (!Routed.fits(WrittenTree.EMPTY, payload)) {
      throw new IllegalArgumentException("a payload of " + payload.size() + " bytes");
    }
    long sequence = sent++;
    Routed head = new Routed(ctx.self(), life, sequence, 1, WrittenTree.EMPTY, payload);
    pass(head, tree.get(), 1);
    accepted.accept(sent);
    return sequence;
  }

  /** There is no bound here: what links do not take they drop. */
  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public void onAccepted(LongConsumer listener) {
    accepted = listener;
  }

  @Override
  public void onMessage(PeerId from, RouteMessage message, Context ctx) {
    if (!(message instanceof Routed routed)) {
      throw new AssertionError("explicit routes do not know " + message);
    }
    Source source = new Source(routed.origin(), routed.life());
    Long before = last.get(source);
    if (!links.isNeighbor(from)
        || routed.origin().equals(ctx.self())
        || before != null && before >= routed.sequence()) {
      return;
    }
    last.put(source, routed.sequence());
    ctx.emit(
        new OverlayEvent.Delivered(
            routed.origin(), routed.sequence(), routed.payload(), routed.hop()));
    pass(routed, routed.route(), routed.hop() + 1);
  }

  /**
   * @param head what is passed on, whatever its route
   */
  private void pass(Routed head, WrittenTree route, int hop) {
    for (int place = 0; place < route.peers().size(); place = route.next(place)) {
      WrittenTree below = route.below(place);
      if (!Routed.fits(below, head.payload())) {
        leftOut += 1 + below.peers().size();
        continue;
      }
      Routed onward =
          new Routed(head.origin(), head.life(), head.sequence(), hop, below, head.payload());
      long child = route.peers().get(place);
      for (PeerId neighbor : links.neighbors()) {
        if (neighbor.prefix() == child) {
          ctx.send(neighbor, onward);
        }
      }
    }
  }
}
