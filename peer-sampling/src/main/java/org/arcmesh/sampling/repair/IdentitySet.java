package org.arcmesh.sampling.repair;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.arcmesh.core.Component;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.repair.RepairMessage.Beat;

/**
 * Which component a peer is in: "the set of the three smallest hashes of live peers. Their owners
 * beat; an entry expires after 4 missed beats. A newcomer adopts its contact's set."
 */
final class IdentitySet {
  private static final int BEATS_MISSED = 4;
  private static final int PAST_MAX = 32;

  /** Sets are compared once they are this old: news has long reached everybody by then. */
  private static final int SETTLED_BEATS = 2;

  /** Guess: however short a beat is, news takes some seconds in an overlay of 10^5 peers. */
  private static final long SETTLED_MILLIS_MIN = 4_000;

  private final long own;
  private final long beatMillis;
  private final TreeMap<Long, Entry> members = new TreeMap<>();

  /** The last number of whoever was a member, so that what is late does not revive it. */
  private final Map<Long, Entry> past = new LinkedHashMap<>();

  /** When a member gave way to one with a smaller hash: it lives, and is in our component. */
  private final Map<Long, Long> displaced = new LinkedHashMap<>();

  /** The last set that has lasted. */
  private List<Long> known = List.of();

  private long ownNumber;
  private long changedAt;
  private int ticksNotFull;

  private record Entry(long number, long heardAt) {}

  IdentitySet(PeerId self, long beatMillis, long now) {
    this.own = hash(self);
    this.beatMillis = beatMillis;
    this.changedAt = now;
  }

  /** An id's place among all, not negative; ids of a common prefix lie far apart. */
  static long hash(PeerId id) {
    long hash = id.prefix() + 0x9e3779b97f4a7c15L;
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return (hash ^ (hash >>> 31)) >>> 1;
  }

  /**
   * Our own beat, if we are a member or should be.
   *
   * @param peers estimated size of the component
   */
  Optional<Beat> beat(double peers, long now) {
    boolean isFull = members.size() >= Component.MEMBERS_MAX;
    ticksNotFull = isFull ? 0 : ticksNotFull + 1;
    if (isFull && own > members.lastKey()) {
      return Optional.empty();
    }
    // Deviation: who is not likely to be among the smallest waits two beats for those who are, lest
    // all beat when one member has died.
    if (!isFull && !members.containsKey(own) && own > likelySmallest(peers) && ticksNotFull <= 2) {
      return Optional.empty();
    }
    ownNumber++;
    put(own, new Entry(ownNumber, now), now);
    return Optional.of(new Beat(own, ownNumber, 0));
  }

  private static double likelySmallest(double peers) {
    return Math.min(1, 10 / Math.max(1, peers)) * Long.MAX_VALUE;
  }

  /** Takes a beat in; whether it is news that others should hear. */
  boolean hear(Beat beat, long now) {
    if (beat.hash() == own) {
      // Of our former life, if it is ahead of us: the next one must be newer.
      ownNumber = Math.max(ownNumber, beat.number());
      return false;
    }
    Entry entry = new Entry(beat.number(), now - beat.ageMillis());
    Entry known = members.get(beat.hash());
    if (isExpired(entry, now)
        || known != null && known.number() >= entry.number()
        || known == null && isLate(beat.hash(), entry, now)) {
      return false;
    }
    if (known == null
        && members.size() >= Component.MEMBERS_MAX
        && beat.hash() > members.lastKey()) {
      return false;
    }
    put(beat.hash(), entry, now);
    return true;
  }

  private boolean isExpired(Entry entry, long now) {
    // Half a beat more, for the way.
    return now - entry.heardAt() > BEATS_MISSED * beatMillis + beatMillis / 2;
  }

  private boolean isLate(long hash, Entry entry, long now) {
    Entry last = past.get(hash);
    // A peer that came back with its identity counts from 0: after a while it is heard again.
    return last != null
        && last.number() >= entry.number()
        && now - last.heardAt() < 4 * BEATS_MISSED * beatMillis;
  }

  private void put(long hash, Entry entry, long now) {
    if (members.put(hash, entry) == null) {
      changedAt = now;
    }
    if (members.size() > Component.MEMBERS_MAX) {
      Map.Entry<Long, Entry> largest = members.pollLastEntry();
      remember(past, largest.getKey(), largest.getValue());
      remember(displaced, largest.getKey(), now);
    }
  }

  /** The number of a member's latest beat, or -1. */
  long number(long hash) {
    Entry entry = members.get(hash);
    return entry == null ? -1 : entry.number();
  }

  /**
   * Whether a set has come to last after all members of the last one that did have fallen silent.
   * Said once.
   */
  boolean isReplaced(long now) {
    if (members.isEmpty() || stableMillis(now) < settledMillis()) {
      return false;
    }
    boolean replaced = !known.isEmpty() && !knows(known, now);
    known = smallest();
    return replaced;
  }

  /** Removes members whose beats have stopped; returns how many. */
  int expire(long now) {
    List<Long> silent =
        members.entrySet().stream()
            .filter(member -> member.getKey() != own && isExpired(member.getValue(), now))
            .map(Map.Entry::getKey)
            .toList();
    for (Long hash : silent) {
      remember(past, hash, members.remove(hash));
      changedAt = now;
    }
    return silent.size();
  }

  private static <T> void remember(Map<Long, T> memory, long hash, T what) {
    memory.remove(hash);
    memory.put(hash, what);
    if (memory.size() > PAST_MAX) {
      memory.remove(memory.keySet().iterator().next());
    }
  }

  /** All members' latest beats. */
  List<Beat> beats(long now) {
    return beats(members.keySet(), now);
  }

  /** The latest beats of those of {@code hashes} that are members. */
  List<Beat> beats(Collection<Long> hashes, long now) {
    List<Beat> beats = new ArrayList<>();
    for (Long hash : hashes) {
      Entry entry = members.get(hash);
      if (entry != null) {
        long age = hash == own ? 0 : Math.max(0, now - entry.heardAt());
        beats.add(new Beat(hash, entry.number(), (int) Math.min(age, Integer.MAX_VALUE)));
      }
    }
    return beats;
  }

  List<Long> smallest() {
    return List.copyOf(members.keySet());
  }

  /**
   * How many peers there may be, within a third and thrice of it most of the time: the largest of
   * the k smallest of N hashes is about k/N of all. Rough, but it is known as soon as the set has
   * changed, and a count of the component only an epoch later.
   */
  double roughPeers() {
    if (members.size() < Component.MEMBERS_MAX) {
      return Math.max(1, members.size());
    }
    double share = Math.max(1, members.lastKey()) / (double) Long.MAX_VALUE;
    return (members.size() - 1) / share;
  }

  long stableMillis(long now) {
    return Math.max(0, now - changedAt);
  }

  /** For how long a set must not have changed before it is compared. */
  long settledMillis() {
    return Math.max(SETTLED_MILLIS_MIN, SETTLED_BEATS * beatMillis);
  }

  /** Whether one of {@code hashes} is a member, or was until one with a smaller hash came. */
  boolean knows(List<Long> hashes, long now) {
    displaced.values().removeIf(at -> now - at > 2 * BEATS_MISSED * beatMillis);
    return hashes.stream()
        .anyMatch(hash -> members.containsKey(hash) || displaced.containsKey(hash));
  }

  /**
   * "A set is foreign when it is disjoint and both have been unchanged for 2 beats." So a dying
   * minimum or a new one never looks like a split.
   */
  boolean isForeign(Component theirs, long now) {
    return !members.isEmpty()
        && !theirs.smallest().isEmpty()
        && theirs.smallest().stream().noneMatch(members::containsKey)
        && theirs.stableMillis() >= settledMillis()
        && stableMillis(now) >= settledMillis();
  }

  /**
   * Whether we should join them without waiting until the sets are old: several signaling nodes
   * that start at the same time make several components of one or two peers, which are listed
   * completely by their sets. Who asks joins; unless its own component is larger than that, when
   * the small one does.
   */
  boolean isToJoin(Component theirs, boolean weAsked, long now) {
    return !members.isEmpty()
        && members.size() < Component.MEMBERS_MAX
        && !theirs.smallest().isEmpty()
        && (weAsked || theirs.smallest().size() == Component.MEMBERS_MAX)
        && !knows(theirs.smallest(), now);
  }

  /**
   * For how long both sets must not change until a disjoint one is foreign, or 0 if theirs is
   * foreign already or not disjoint.
   */
  long millisToForeign(Component theirs, long now) {
    if (members.isEmpty() || theirs.smallest().isEmpty() || knows(theirs.smallest(), now)) {
      return 0;
    }
    return Math.max(0, settledMillis() - Math.min(theirs.stableMillis(), stableMillis(now)));
  }
}
