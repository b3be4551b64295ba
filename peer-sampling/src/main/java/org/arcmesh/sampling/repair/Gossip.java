package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.core.Component;
import org.arcmesh.core.Context;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.PeerSampling;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.repair.RepairMessage.Beat;
import org.arcmesh.sampling.repair.RepairMessage.Beats;
import org.arcmesh.sampling.repair.RepairMessage.CountDigest;
import org.arcmesh.sampling.repair.RepairMessage.Hello;
import org.arcmesh.sampling.repair.RepairMessage.Warning;

/**
 * Who hears what. "Beats are flooded over all links", news being collected for a moment.
 *
 * <p>Deviation: what tells the component goes over links with an arc only, either way. Those that
 * only the backbone holds would hide that the arcs have come apart, as those of a few peers with
 * views of one or two may. Over them goes a hello, which tells just that.
 */
final class Gossip {
  /** What changes the set travels a hop in this share of a beat. */
  private static final int FLUSHES_PER_BEAT = 20;

  /**
   * What only says that a member still lives travels a hop in this share of a beat, more or less,
   * and what comes meanwhile travels with it. Guess: over ten hops it is two and a half beats late,
   * of the four and a half after which a member expires; and since neighbors do not wait equally
   * long, one of the two hears from the other, and need not tell it.
   */
  private static final int REPEATS_PER_BEAT = 4;

  /** With two a count reaches everybody within half an epoch, at 10^5 peers too. Guess. */
  private static final int COUNTS_PER_BEAT = 2;

  private final Links links;
  private final PeerSampling sampler;
  private final IdentitySet identity;
  private final Duration collecting;
  private final long repeatMillis;

  /** Members whose news is not yet passed on, and who told us: those need not be told. */
  private final Map<Long, List<PeerId>> news = new LinkedHashMap<>();

  /** Whether some of the news changes the set. */
  private boolean urgent;

  Gossip(Links links, PeerSampling sampler, IdentitySet identity, long beatMillis) {
    this.links = links;
    this.sampler = sampler;
    this.identity = identity;
    this.collecting = Duration.ofMillis(Math.max(1, beatMillis / FLUSHES_PER_BEAT));
    this.repeatMillis = Math.max(1, beatMillis / REPEATS_PER_BEAT);
  }

  record FlushDue() implements Timer {}

  /** Neighbors that we have an arc to or from. */
  Set<PeerId> near() {
    Set<PeerId> near = new LinkedHashSet<>(sampler.view());
    near.removeIf(peer -> !links.isNeighbor(peer));
    near.addAll(links.inview()); // Has none but neighbors.
    return near;
  }

  /** The member {@code hash} has beaten, as {@code from} says. */
  void tell(long hash, PeerId from, Context ctx) {
    boolean changed = identity.stableMillis(ctx.nowMillis()) == 0;
    if (changed && !urgent) {
      ctx.schedule(collecting, new FlushDue());
    } else if (news.isEmpty()) {
      long wait = repeatMillis / 2 + ctx.random().nextLong(repeatMillis + 1);
      ctx.schedule(Duration.ofMillis(wait), new FlushDue());
    }
    urgent |= changed;
    List<PeerId> told = new ArrayList<>(4);
    told.add(from);
    news.put(hash, told);
  }

  /** {@code from} has told us what is not new: perhaps what we are about to tell. */
  void heardAgain(Beat beat, PeerId from) {
    List<PeerId> told = news.isEmpty() ? null : news.get(beat.hash());
    if (told != null && beat.number() >= identity.number(beat.hash())) {
      told.add(from);
    }
  }

  void flush(Context ctx) {
    if (news.isEmpty()) {
      return; // It was urgent, and has been told.
    }
    for (PeerId neighbor : near()) {
      List<Long> hashes = new ArrayList<>(news.size());
      news.forEach(
          (hash, told) -> {
            if (!told.contains(neighbor)) {
              hashes.add(hash);
            }
          });
      List<Beat> beats = identity.beats(hashes, ctx.nowMillis());
      if (!beats.isEmpty()) {
        ctx.send(neighbor, new Beats(beats));
      }
    }
    news.clear();
    urgent = false;
  }

  /** Tells all members to a neighbor that is new. */
  void introduceTo(PeerId neighbor, Context ctx) {
    List<Beat> beats = identity.beats(ctx.nowMillis());
    if (!beats.isEmpty()) {
      ctx.send(neighbor, new Beats(beats));
    }
  }

  /** Asks random neighbors whether their count differs. */
  void ask(CountDigest digest, Context ctx) {
    Shuffle.of(near(), ctx.random()).stream()
        .limit(COUNTS_PER_BEAT)
        .forEach(neighbor -> ctx.send(neighbor, digest));
  }

  /** Tells all neighbors that we have seen signs of a split. */
  void warn(Context ctx) {
    near().forEach(neighbor -> ctx.send(neighbor, new Warning()));
  }

  /** Says hello to one of the neighbors that no arc connects us with. */
  void greet(Component ours, Context ctx) {
    List<PeerId> others = new ArrayList<>(links.neighbors());
    others.removeAll(near());
    if (!others.isEmpty()) {
      ctx.send(others.get(ctx.random().nextInt(others.size())), new Hello(ours));
    }
  }
}
