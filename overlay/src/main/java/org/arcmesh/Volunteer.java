package org.arcmesh;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.arcmesh.bootstrap.signaling.Reachability;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;

/**
 * When a peer that may become a signaling node does, and when it steps back (PROTOCOLS 7, "Nobody
 * there").
 *
 * <p>It looks around now and then, whether it has joined or not: looks the application up, and
 * probes what it finds. After two looks in a row at which nobody answered it steps forward. While
 * there still is a node, that one is asked to dial us back: who cannot be reached does not step
 * forward later. A volunteer steps back when enough others with smaller ids answer, so that of any
 * number of volunteers the same few stay. On the peer's event loop.
 */
final class Volunteer {
  /** PROTOCOLS 7: fewer responders say nothing about the public DHT. */
  static final int RESPONDERS_MIN = 8;

  /** So many others are enough: two may be gone at the same time. Guess. */
  static final int ENOUGH = 3;

  /** One look may come too early: before another's announcement can be read. */
  private static final int LOOKS = 2;

  private static final int PROBES_MAX = 8;

  /** A lookup takes up to 15 s, and is over in one as a rule. */
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(20);

  private static final Duration PROVEN_FOR = Duration.ofHours(1);

  /** PROTOCOLS 7: a volunteer "looks up again after 2 s, 10 s, then every 5 min". */
  private static final List<Duration> FIRST_LOOKS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

  private final PeerId self;
  private final Rhythm rhythm;
  private final Actions actions;
  private final RandomGenerator random;
  private final Set<Endpoint> found = new LinkedHashSet<>();
  private final Set<Endpoint> pending = new LinkedHashSet<>();
  private final Map<PeerId, Endpoint> answered = new LinkedHashMap<>();
  private int look; // Numbers the looks; what an earlier one has still to say is no news.
  private boolean looking;
  private boolean lookedUp;
  private int responders;
  private int fruitless;
  private boolean serving;
  private int looksSinceForward;
  private boolean proving;
  private Reachability reachability = Reachability.UNKNOWN;
  private long reachabilityAt;

  /**
   * How often to look.
   *
   * @param respondersMin how many nodes of the DHT have to answer for a look to count; 0 in a
   *     private DHT, of which we may be the only node
   * @param period between looks
   */
  record Rhythm(int respondersMin, Duration period) {
    static final Rhythm PUBLIC = new Rhythm(RESPONDERS_MIN, Duration.ofMinutes(5));
    static final Rhythm PRIVATE = new Rhythm(0, Duration.ofSeconds(10));
  }

  /** What a volunteer does; all of it returns at once. */
  interface Actions {
    void lookUp();

    void probe(Endpoint node);

    /** Opens the door, unless it is open, and has {@code node} dial it: {@link #onReachability}. */
    void prove(Endpoint node);

    /** Opens the door, unless it is open, and announces it: {@link #onRefused} if it cannot. */
    void stepForward();

    void stepBack();

    /** Closes a door that was opened to {@link #prove} only. */
    void closeDoor();

    void tell(String whatFailed, Duration retry);

    void after(Duration wait, Runnable then);

    long nowMillis();
  }

  Volunteer(PeerId self, Rhythm rhythm, Actions actions, RandomGenerator random) {
    this.self = self;
    this.rhythm = rhythm;
    this.actions = actions;
    this.random = random;
  }

  void start() {
    // Peers that start together look one after the other, so that most find the first to announce.
    actions.after(between(200, 1_500), this::look);
  }

  private void look() {
    look++;
    looking = true;
    lookedUp = false;
    found.clear();
    pending.clear();
    answered.clear();
    int of = look;
    actions.after(LOOK_PATIENCE, () -> conclude(of));
    actions.lookUp();
  }

  /** Sees every answer of discovery. */
  void onAnswer(Message answer) {
    if (!looking) {
      return;
    }
    if (answer instanceof Discovery.Found node) {
      if (!lookedUp && found.size() < PROBES_MAX) {
        found.add(node.endpoint());
      }
    } else if (answer instanceof Discovery.LookedUp end && !lookedUp) {
      lookedUp = true;
      responders = end.responders();
      pending.addAll(found);
      found.forEach(actions::probe);
      concludeIfComplete();
    } else if (answer instanceof Discovery.Probed probed && pending.remove(probed.endpoint())) {
      answered.put(probed.peer(), probed.endpoint());
      concludeIfComplete();
    } else if (answer instanceof Discovery.ProbeFailed failed
        && pending.remove(failed.endpoint())) {
      concludeIfComplete();
    }
  }

  private void concludeIfComplete() {
    if (lookedUp && pending.isEmpty()) {
      conclude(look);
    }
  }

  private void conclude(int of) {
    if (of != look || !looking) {
      return;
    }
    looking = false;
    answered.remove(self);
    if (serving) {
      considerSteppingBack();
    } else if (!answered.isEmpty()) {
      fruitless = 0;
      proveOnce();
      actions.after(period(), this::look);
    } else {
      considerSteppingForward();
    }
  }

  private void considerSteppingBack() {
    long before = answered.keySet().stream().filter(other -> other.compareTo(self) < 0).count();
    if (before >= ENOUGH) {
      serving = false;
      actions.stepBack();
      actions.after(period(), this::look);
    } else {
      boolean isFirst = looksSinceForward < FIRST_LOOKS.size();
      actions.after(isFirst ? FIRST_LOOKS.get(looksSinceForward) : period(), this::look);
      looksSinceForward++;
    }
  }

  private void considerSteppingForward() {
    if (lookedUp && responders >= rhythm.respondersMin()) {
      fruitless++;
    }
    if (fruitless < LOOKS) {
      actions.after(between(500, 2_500), this::look);
      return;
    }
    fruitless = 0;
    if (isRefuted()) {
      actions.after(period(), this::look); // It has been told why.
      return;
    }
    serving = true;
    looksSinceForward = 1;
    actions.stepForward();
    actions.after(FIRST_LOOKS.get(0), this::look);
  }

  /** It could not open its door. */
  void onRefused(String why) {
    serving = false;
    actions.tell("this peer cannot become a signaling node: " + why, rhythm.period());
  }

  private void proveOnce() {
    boolean isKnown =
        reachability.answer() != Reachability.Answer.UNKNOWN
            && actions.nowMillis() - reachabilityAt < PROVEN_FOR.toMillis();
    if (!isKnown && !proving) {
      proving = true;
      actions.prove(answered.values().iterator().next());
    }
  }

  /** A node has dialed us back, or could not say. */
  void onReachability(Reachability found) {
    proving = false;
    if (found.answer() == Reachability.Answer.UNKNOWN) {
      return;
    }
    reachability = found;
    reachabilityAt = actions.nowMillis();
    if (isRefuted() && !serving) {
      actions.closeDoor();
      actions.tell(
          "this peer cannot volunteer as a signaling node: nobody reaches it at "
              + found.endpoint()
              + " ("
              + found.flaw()
              + ")",
          PROVEN_FOR);
    }
  }

  private boolean isRefuted() {
    return reachability.answer() == Reachability.Answer.REFUTED
        && actions.nowMillis() - reachabilityAt < PROVEN_FOR.toMillis();
  }

  /** A fifth more or less: volunteers that started together do not look together forever. */
  private Duration period() {
    long millis = rhythm.period().toMillis();
    return between(millis - millis / 5, millis + millis / 5);
  }

  private Duration between(long min, long max) {
    return Duration.ofMillis(random.nextLong(min, max));
  }
}
