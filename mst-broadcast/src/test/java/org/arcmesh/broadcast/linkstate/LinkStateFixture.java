package org.arcmesh.broadcast.linkstate;

import static org.arcmesh.broadcast.FixedLinks.peer;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.broadcast.FixedLinks;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.backbone.Backbone;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.backbone.BackboneMessage;
import org.arcmesh.broadcast.linkstate.LinkRecord.Claim;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Update;
import org.arcmesh.core.PeerId;
import org.arcmesh.sim.ScriptedContext;
import org.junit.jupiter.api.BeforeEach;

/** A peer with link state, tied to alice and bob. */
abstract class LinkStateFixture {
  static final LinkStateConfig CONFIG = LinkStateConfig.DEFAULT;

  final PeerId self = peer(50);
  final PeerId alice = peer(1);
  final PeerId bob = peer(2);
  final PeerId carol = peer(3);
  final FixedLinks links = new FixedLinks();
  final ScriptedContext ctx = new ScriptedContext(self, 1);
  final Backbone backbone = new Backbone(BackboneConfig.DEFAULT, links);
  final LinkState state = new LinkState(CONFIG, new Pictures(TreeMode.MST, 1.5), backbone, links);

  @BeforeEach
  void start() {
    backbone.start(ctx);
    state.start(ctx);
    tie(alice, 20);
    tie(bob, 30);
    state.onTimer(new LinkState.PublishDue(), ctx);
    ctx.clear();
  }

  void tie(PeerId neighbor, int roundTripMillis) {
    links.up(neighbor, roundTripMillis);
    backbone.onNeighborUp(neighbor, ctx);
    backbone.onMessage(neighbor, new BackboneMessage.Grant(), ctx);
  }

  LinkRecord chain(int digit) {
    PeerId before = digit == 10 ? alice : peer(digit - 1);
    return record(peer(digit), 1, before, peer(digit + 1));
  }

  static LinkRecord record(PeerId origin, long epoch, PeerId... claimed) {
    List<Claim> claims = new ArrayList<>();
    for (PeerId peer : claimed) {
      claims.add(new Claim(peer, 20));
    }
    return LinkRecord.of(origin, epoch, claims);
  }

  static Update update(LinkRecord record) {
    return new Update(List.of(record));
  }
}
