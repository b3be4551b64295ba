package org.arcmesh.sampling.hyparview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.Recapture;
import org.arcmesh.sampling.hyparview.HyParViewMessage.Shuffle;
import org.arcmesh.sampling.hyparview.HyParViewMessage.ShuffleReply;

/** How the passive view is kept fresh. */
final class Shuffles {
  private final HyParViewConfig config;
  private final ActiveView active;
  private final PassiveView passive;
  private final Walks walks;
  private final Recapture heard = new Recapture();

  /** What went out of the passive view in our last shuffle. */
  private List<PeerId> shuffled = new ArrayList<>();

  private Context ctx;

  Shuffles(HyParViewConfig config, ActiveView active, PassiveView passive, Walks walks) {
    this.config = config;
    this.active = active;
    this.passive = passive;
    this.walks = walks;
  }

  void start(Context ctx) {
    this.ctx = ctx;
  }

  /** How many peers there are, by how often the same ones are heard of. */
  double peers(int known) {
    return heard.peers(known);
  }

  void know(PeerId peer) {
    know(peer, new ArrayList<>());
  }

  /** With our own id, some of the active view and some of the passive one. */
  void begin(List<PeerId> neighbors) {
    if (neighbors.isEmpty()) {
      return;
    }
    PeerId first = neighbors.get(ctx.random().nextInt(neighbors.size()));
    List<PeerId> peers = new ArrayList<>(List.of(ctx.self()));
    peers.addAll(PassiveView.draw(neighbors, config.shuffleActive(), ctx.random()));
    shuffled = new ArrayList<>(passive.draw(config.shufflePassive(), ctx.random()));
    peers.addAll(shuffled);
    ctx.send(first, new Shuffle(ctx.self(), peers, config.activeWalk(), List.of()));
  }

  void onShuffle(PeerId from, Shuffle shuffle) {
    if (shuffle.origin().equals(ctx.self())) {
      return;
    }
    // "A node q that receives a Shuffle request will first decrease its time to live. If the time
    // to live of the message is greater than zero and the number of nodes in q's active view is
    // greater than 1, the node will select a random node from its active view, different from the
    // one he received this shuffle message from, and simply forwards the Shuffle request."
    int ttl = Math.max(0, shuffle.ttl() - 1);
    Optional<PeerId> next = ttl > 0 ? walks.next(from, shuffle.origin()) : Optional.empty();
    if (next.isPresent()) {
      List<PeerId> path = walks.append(shuffle.path());
      ctx.send(next.get(), new Shuffle(shuffle.origin(), shuffle.peers(), ttl, path));
      return;
    }
    // "Otherwise, node q accepts the Shuffle request" and answers by as many of its passive view as
    // it received. Deviation: back along the path.
    List<PeerId> given = passive.draw(shuffle.peers().size(), ctx.random());
    ctx.send(from, new ShuffleReply(shuffle.origin(), given, shuffle.path()));
    integrate(shuffle.peers(), new ArrayList<>(given));
  }

  void onShuffleReply(ShuffleReply reply) {
    if (reply.origin().equals(ctx.self())) {
      integrate(reply.peers(), shuffled);
    } else {
      walks.back(reply.origin(), reply.path(), reply);
    }
  }

  private void integrate(List<PeerId> peers, List<PeerId> sent) {
    for (PeerId peer : peers) {
      heard.add(peer);
      know(peer, sent);
    }
  }

  /** Into the passive view, unless it is ourselves or a neighbor. */
  private void know(PeerId peer, List<PeerId> sent) {
    if (!peer.equals(ctx.self()) && !active.contains(peer)) {
      passive.add(peer, sent, ctx.random());
    }
  }
}
