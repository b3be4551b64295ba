package org.arcmesh.testbed.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Place;
import org.arcmesh.testbed.scenario.Sessions;
import org.arcmesh.testbed.scenario.Step;

/**
 * Random faults as ordinary steps: peers join, crash, leave, are replaced and slow, the network
 * falls apart, both ways or one, and most of the time somebody broadcasts.
 *
 * <p>At least half of the peers stay, so that something is left to converge.
 */
final class SwarmPlan {
  private static final int FAULT_SECONDS_MIN = 2;
  private static final int FAULT_SECONDS_MAX = 20;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Some that are only late, some that their neighbors take for gone: silence is 3 s. */
  private static final int LATE_MILLIS_MAX = 5_000;

  private final SplittableRandom random;
  private final Place place;
  private final List<Step> steps = new ArrayList<>();
  private int waiting;
  private int removable;
  private long millisLeft;

  private SwarmPlan(Action.Swarm swarm, int peers, long seed, Place place) {
    this.random = new SplittableRandom(seed);
    this.place = place;
    this.waiting = peers;
    this.removable = peers / 2;
    this.millisLeft = swarm.length().toMillis();
  }

  /** The steps, which together take the time of {@code swarm}. */
  static List<Step> draw(Action.Swarm swarm, int peers, long seed, Place place) {
    SwarmPlan plan = new SwarmPlan(swarm, peers, seed, place);
    plan.begin();
    plan.faults();
    return plan.steps;
  }

  private void begin() {
    long over = Math.min(millisLeft / 4, random.nextLong(1_000, 20_001));
    add(over, join(waiting - random.nextInt(waiting / 2), over));
    long calm = Math.min(millisLeft / 4, random.nextLong(5_000, 15_001));
    add(calm, settle(calm));
  }

  private void faults() {
    while (millisLeft > 0) {
      long length =
          Math.min(millisLeft, 1_000L * random.nextInt(FAULT_SECONDS_MIN, FAULT_SECONDS_MAX + 1));
      if (millisLeft - length < 1_000L * FAULT_SECONDS_MIN) {
        length = millisLeft;
      }
      boolean last = length == millisLeft;
      add(length, last && waiting > 0 ? join(waiting, length) : fault(length));
    }
  }

  private void add(long length, Action action) {
    List<Step> during = new ArrayList<>();
    if (random.nextInt(3) > 0 && !steps.isEmpty()) {
      List<Step> besides = besides(length, action);
      during.add(new Step(load(length), besides, place));
    }
    steps.add(new Step(action, during, place));
    millisLeft -= length;
  }

  private Action fault(long length) {
    switch (random.nextInt(9)) {
      case 0:
        return settle(length);
      case 1:
        return waiting == 0 ? settle(length) : join(1 + random.nextInt(waiting), length);
      case 2:
        int leavers = some();
        return leavers == 0
            ? settle(length)
            : new Action.Leave(amount(leavers), Duration.ofMillis(length));
      case 3:
        return slow(length);
      case 4:
        return churn(length);
      default:
        return new Action.Partition(
            shares(),
            Duration.ofMillis(length),
            random.nextBoolean(),
            random.nextInt(3) == 0,
            false);
    }
  }

  private Action slow(long length) {
    Action.Amount share =
        new Action.Amount(Optional.of(random.nextInt(5, 31) / 100.0), OptionalInt.empty());
    Duration by = Duration.ofMillis(random.nextLong(50, LATE_MILLIS_MAX + 1));
    return new Action.Slow(share, by, Duration.ofMillis(length));
  }

  /** One to twenty per cent a minute. */
  private Action churn(long length) {
    double minutes = 100.0 / random.nextInt(1, 21);
    Sessions sessions = new Sessions(1, 60_000 * minutes);
    return new Action.Churn(sessions, true, random.nextInt(11) / 10.0, Duration.ofMillis(length));
  }

  /** Perhaps in the middle of it a crash, or some that are slow until it ends. */
  private List<Step> besides(long length, Action action) {
    if (action instanceof Action.Partition && random.nextInt(4) == 0) {
      long calm = 1 + random.nextLong(length - 1);
      return List.of(
          new Step(settle(calm), List.of(), place),
          new Step(slow(length - calm), List.of(), place));
    }
    int victims = random.nextInt(2) == 0 && !(action instanceof Action.Leave) ? some() : 0;
    if (victims == 0) {
      return List.of();
    }
    Action wait = settle(1 + random.nextLong(length));
    return List.of(
        new Step(wait, List.of(), place),
        new Step(new Action.Crash(amount(victims)), List.of(), place));
  }

  private int some() {
    if (removable == 0) {
      return 0;
    }
    int count = 1 + random.nextInt(Math.max(1, removable / 2));
    removable -= count;
    return count;
  }

  private static Action.Amount amount(int peers) {
    return new Action.Amount(Optional.empty(), OptionalInt.of(peers));
  }

  private Action join(int count, long length) {
    waiting -= count;
    return new Action.Join(
        Duration.ofMillis(length), OptionalInt.of(count), Action.Contact.DISCOVERY);
  }

  private static Action settle(long millis) {
    return new Action.Settle(Optional.of(Duration.ofMillis(millis)), OptionalInt.empty());
  }

  private Action load(long length) {
    return new Action.Load(
        random.nextInt(1, 11),
        random.nextInt(8, 2_001),
        Duration.ofMillis(length),
        random.nextInt(1, 11),
        DEADLINE,
        false);
  }

  /** Two sides or three, none under a fifth. */
  private List<Double> shares() {
    double first = random.nextInt(20, 61) / 100.0;
    if (random.nextBoolean()) {
      return List.of(first, 1 - first);
    }
    double second = 0.2 + random.nextDouble() * (0.6 - first);
    return List.of(first, second, 1 - first - second);
  }
}
