package org.arcmesh.broadcast.linkstate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Contents;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Epoch;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Stamp;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Summary;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Update;
import org.arcmesh.broadcast.linkstate.LinkStateMessage.Want;
import org.arcmesh.core.Context;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;

/**
 * Two neighbors compare what they knew in the last epoch, by hashes first, and each sends what the
 * other lacks. So a newcomer gets all records, and everybody what news has missed.
 */
final class Comparison {
  /** Guess: a partner that has nothing more to say for so long is none. */
  private static final long PARTNER_MILLIS = 2_000;

  /** Guess: a neighbor may ask for everything once in this time, and for no more. */
  private static final long EVERYTHING_MILLIS = 60_000;

  private final LinkStateConfig config;
  private final Records records;
  private final Tally tally;
  private final Map<PeerId, Account> accounts = new LinkedHashMap<>();

  /**
   * With whom we are exchanging records: a newcomer would be sent all of them by every neighbor.
   */
  private PeerId partner;

  private long partnerUntil;
  private PeerId next;

  Comparison(LinkStateConfig config, Records records, Tally tally) {
    this.config = config;
    this.records = records;
    this.tally = tally;
  }

  /** Goes on with a neighbor, as there may be more than fitted. */
  record Again() implements Timer {}

  /** Number of stamps and records that a neighbor may still ask for. */
  private static final class Account {
    double left;
    long at;

    Account(int most, long now) {
      left = most;
      at = now;
    }
  }

  void begin(PeerId neighbor, Context ctx) {
    ctx.send(neighbor, records.summary(epoch(), 1));
  }

  /** The last epoch: what the present one brings is still on its way. */
  private long epoch() {
    return Math.max(1, records.epoch() - 1);
  }

  void forget(PeerId neighbor) {
    accounts.remove(neighbor);
    if (neighbor.equals(partner)) {
      partner = null;
    }
  }

  void onSummary(PeerId from, Summary theirs, Context ctx) {
    if (!records.holds(theirs.epoch())) {
      ctx.send(from, new Epoch(records.epoch())); // Whoever is behind follows, and asks again.
      return;
    }
    int buckets = theirs.hashes().size();
    if (records.summary(theirs.epoch(), buckets).equals(theirs)) {
      return;
    }
    if (buckets == 1) {
      ctx.send(from, records.summary(theirs.epoch(), records.buckets()));
      return;
    }
    if (isBusyWithOthers(from, ctx.nowMillis())) {
      return;
    }
    Contents contents = records.contents(theirs);
    if (mayAskFor(contents.stamps().size() / 4, from, ctx.nowMillis())) {
      ctx.send(from, contents);
    }
  }

  private boolean isBusyWithOthers(PeerId from, long now) {
    if (partner != null && !partner.equals(from) && now < partnerUntil) {
      return true;
    }
    partner = from;
    partnerUntil = now + PARTNER_MILLIS;
    return false;
  }

  void onContents(PeerId from, Contents contents, Context ctx) {
    if (!records.holds(contents.epoch())) {
      return;
    }
    Set<Long> wanted = new LinkedHashSet<>();
    Set<Long> listed = new LinkedHashSet<>();
    List<LinkRecord> offered = new ArrayList<>();
    for (Stamp stamp : contents.stamps()) {
      listed.add(stamp.origin());
      LinkRecord ours = records.find(contents.epoch(), stamp.origin());
      if (ours == null || ours.epoch() < stamp.epoch()) {
        wanted.add(stamp.origin());
      } else if (ours.epoch() > stamp.epoch()) {
        offered.add(ours);
      }
    }
    for (int bucket : contents.differing()) {
      if (offered.size() >= Contents.STAMPS_MAX) {
        break;
      }
      records.records(contents.epoch(), bucket, contents.buckets()).stream()
          .filter(record -> !listed.contains(record.origin()))
          .forEach(offered::add);
    }
    if (!wanted.isEmpty() && !records.isFull()) {
      ctx.send(from, new Want(contents.epoch(), List.copyOf(wanted)));
    }
    answer(from, offered, ctx);
    if (next == null && !(wanted.isEmpty() && offered.isEmpty())) {
      next = from;
      ctx.schedule(config.again(), new Again());
    }
  }

  void onWant(PeerId from, Want want, Context ctx) {
    List<LinkRecord> wanted = new ArrayList<>(want.origins().size());
    for (long origin : want.origins()) {
      LinkRecord record = records.find(want.epoch(), origin);
      if (record != null) {
        wanted.add(record);
      }
    }
    answer(from, wanted, ctx);
  }

  private void answer(PeerId to, List<LinkRecord> answer, Context ctx) {
    if (mayAskFor(answer.size(), to, ctx.nowMillis())) {
      Update.of(answer).forEach(update -> ctx.send(to, update));
    }
  }

  private boolean mayAskFor(int count, PeerId neighbor, long now) {
    int most = 2 * (records.size() + Contents.STAMPS_MAX);
    Account account = accounts.computeIfAbsent(neighbor, peer -> new Account(most, now));
    account.left =
        Math.min(most, account.left + (double) most * (now - account.at) / EVERYTHING_MILLIS);
    account.at = now;
    if (account.left < count) {
      tally.drop("asked");
      return false;
    }
    account.left -= count;
    return true;
  }

  void onAgain(Context ctx) {
    PeerId neighbor = next;
    next = null;
    begin(neighbor, ctx);
  }
}
