package org.arcmesh.testbed.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a step does. Each takes the time it says. */
public sealed interface Action {

  /** The word by which scenarios call it. */
  String word();

  /**
   * Peers start, signaling nodes first, the others evenly spread.
   *
   * @param over from the first start to the last, unless {@code cycles} says it
   * @param cycles the same in cycles of the sampler
   * @param peers how many; all that have not started if empty
   * @param contact through whom they enter
   */
  record Join(Duration over, OptionalInt cycles, OptionalInt peers, Contact contact)
      implements Action {
    public Join(Duration over, OptionalInt peers, Contact contact) {
      this(over, OptionalInt.empty(), peers, contact);
    }

    /** From the first start to the last, with the sampler's period. */
    public Duration over(Duration period) {
      return cycles.isPresent() ? period.multipliedBy(cycles.getAsInt()) : over;
    }

    @Override
    public String word() {
      return "join";
    }
  }

  /** Through whom a peer enters the overlay. */
  enum Contact {
    /** Whom it finds by itself. */
    DISCOVERY,
    /** Any peer that is there by then, all equally likely. */
    RANDOM,
    /** The peer that has been there for longest. */
    FIRST
  }

  /** Nothing is done. Exactly one of both is there. */
  record Settle(Optional<Duration> time, OptionalInt cycles) implements Action {
    /** How long this is with the sampler's period. */
    public Duration length(Duration period) {
      return time.orElseGet(() -> period.multipliedBy(cycles.getAsInt()));
    }

    @Override
    public String word() {
      return "settle";
    }
  }

  /**
   * Peers broadcast.
   *
   * @param perSecond broadcasts of all sources together
   * @param bytes of each payload
   * @param length how long
   * @param sources how many peers take turns
   * @param deadline after which a delivery is late
   * @param judged whether anybody is expected to get them
   */
  record Load(
      double perSecond, int bytes, Duration length, int sources, Duration deadline, boolean judged)
      implements Action {
    @Override
    public String word() {
      return "broadcast";
    }
  }

  /** Peers stop at once and without a word. */
  record Crash(Amount amount) implements Action {
    @Override
    public String word() {
      return "crash";
    }
  }

  /** Peers leave politely, evenly spread over the time. */
  record Leave(Amount amount, Duration over) implements Action {
    @Override
    public String word() {
      return "leave";
    }
  }

  /**
   * The network falls apart for a while; at the end of it all frames pass again.
   *
   * @param shares of the live peers, one for each side
   * @param length how long
   * @param discoveryReachable whether lookups and probes cross the cut
   * @param oneWay whether only what goes from a side to one further on in the list is lost
   * @param setUpsOnly whether the links that there are stay, and none can be opened across
   */
  record Partition(
      List<Double> shares,
      Duration length,
      boolean discoveryReachable,
      boolean oneWay,
      boolean setUpsOnly)
      implements Action {
    public Partition {
      shares = List.copyOf(shares);
    }

    @Override
    public String word() {
      return "partition";
    }
  }

  /**
   * Some peers are slow for a while: all that they send is late.
   *
   * @param by how late
   * @param length how long
   */
  record Slow(Amount amount, Duration by, Duration length) implements Action {
    @Override
    public String word() {
      return "slow";
    }
  }

  /**
   * Peers go and others come.
   *
   * @param sessions how long each stays
   * @param replaced whether a new peer starts for each that goes
   * @param polite share of those that go that say goodbye
   * @param length how long
   */
  record Churn(Sessions sessions, boolean replaced, double polite, Duration length)
      implements Action {
    @Override
    public String word() {
      return "churn";
    }
  }

  /**
   * Random faults, drawn by the seed: peers join, crash and leave, and the network falls apart.
   *
   * @param length how long
   */
  record Swarm(Duration length) implements Action {
    @Override
    public String word() {
      return "swarm";
    }
  }

  /** Waits until all live peers are one component for five seconds, at most so long. */
  record Heal(Duration within) implements Action {
    @Override
    public String word() {
      return "heal";
    }
  }

  /** Some of the live peers: a share of them or a number. Exactly one of both is there. */
  record Amount(Optional<Double> share, OptionalInt peers) {
    /** How many of {@code alive} these are, to the nearest. */
    public int of(int alive) {
      return share.isPresent()
          ? (int) Math.round(share.get() * alive)
          : Math.min(alive, peers.getAsInt());
    }
  }
}
