package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Sampler;

/**
 * Gets an arc through the door of a signaling node: enter, join the contact it names, hang up as
 * soon as the arc has opened or failed.
 *
 * <p>Nodes are asked one after the other, as long as they answer. For one that is late two others
 * are asked meanwhile, and the first that lets us in is entered, after Happy Eyeballs (RFC 8305):
 * among nodes of which most are dead each would cost the time of a dial otherwise.
 */
final class Entry {
  /** Dialing takes 1.5 s, and more nodes than one may be asked for an arc meanwhile. Guess. */
  static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

  /** PROTOCOLS 7: 8 dials at once. */
  private static final int ASKED_MAX = 8;

  private final Discovery discovery;
  private final Sampler<?> sampler;
  private final EndpointMemory memory;
  private final List<Endpoint> candidates = new ArrayList<>();

  /** Who has not answered yet, and the number of the attempt. */
  private final Map<Endpoint, Integer> asked = new LinkedHashMap<>();

  private final Set<Endpoint> late = new LinkedHashSet<>();
  private int atOnce = 1;
  private Outcome outcome;
  private Endpoint endpoint; // The node that let us in; null before.
  private PeerId node;
  private PeerId contact;
  private int attempt;
  private boolean contactUnreachable;
  private String lastReason = "";

  Entry(Discovery discovery, Sampler<?> sampler, EndpointMemory memory) {
    this.discovery = discovery;
    this.sampler = sampler;
    this.memory = memory;
  }

  /** The node of that attempt has neither let us in nor sent us away. */
  record Overdue(int attempt) implements Timer {}

  /** Who asked for an arc. Told once, unless it asks for another one before. */
  interface Outcome {
    /** Nobody waits for the outcome of that entry: the next check looks again. */
    Outcome NOBODY_WAITS =
        new Outcome() {
          @Override
          public Duration patience() {
            return Duration.ofSeconds(12);
          }

          @Override
          public void entered() {}

          @Override
          public void failed(boolean contactUnreachable, String reason) {}
        };

    /** How long a node may take to let us in. */
    default Duration answerPatience() {
      return ANSWER_PATIENCE;
    }

    /** How long the arc may take to open; when time is up the door is closed. */
    Duration patience();

    void entered();

    /**
     * No node is left to try.
     *
     * @param contactUnreachable whether a node let us in, and no link to its contact could be
     *     opened
     * @param reason what the last node said, in words
     */
    void failed(boolean contactUnreachable, String reason);
  }

  boolean isIdle() {
    return outcome == null;
  }

  /**
   * Tries {@code endpoints} in this order, but those first that many more vouch for; whatever was
   * tried before is given up.
   */
  void start(List<Endpoint> endpoints, Outcome outcome, Context ctx) {
    stop();
    this.outcome = outcome;
    candidates.addAll(endpoints);
    askMore(ctx);
  }

  /** There is one more to try for whoever waits for an arc. */
  void offer(Endpoint candidate, Context ctx) {
    candidates.add(candidate);
    askMore(ctx);
  }

  void stop() {
    if (endpoint != null) {
      discovery.hangUp(endpoint);
    }
    hangUpOnOthers();
    candidates.clear();
    atOnce = 1;
    outcome = null;
    endpoint = null;
    node = null;
    contact = null;
    contactUnreachable = false;
    lastReason = "";
  }

  /** Whether we enter through an arc to that peer. */
  boolean isContact(PeerId peer) {
    return peer.equals(contact);
  }

  /** The node through which an arc to {@code target} is being opened, or {@code target} itself. */
  PeerId mediatorOf(PeerId target) {
    return target.equals(contact) ? node : target;
  }

  void onEntered(Discovery.Entered entered, Context ctx) {
    if (asked.remove(entered.endpoint()) == null) {
      if (!entered.endpoint().equals(endpoint)) {
        discovery.hangUp(entered.endpoint()); // It opened after we had turned to another.
      }
      return;
    }
    endpoint = entered.endpoint();
    if (entered.node().equals(ctx.self())) {
      memory.isOwn(endpoint);
      giveUp("we are the only one", ctx);
      return;
    }
    memory.answered(endpoint, ctx.nowMillis());
    if (entered.contact().equals(ctx.self())) {
      giveUp("it knows nobody but us", ctx);
      return;
    }
    candidates.addAll(asked.keySet());
    hangUpOnOthers();
    node = entered.node();
    contact = entered.contact();
    attempt++;
    ctx.schedule(outcome.patience(), new Overdue(attempt));
    sampler.join(contact, node);
  }

  void onEntryFailed(Discovery.EntryFailed failed, Context ctx) {
    if (asked.remove(failed.endpoint()) != null) {
      memory.failed(failed.endpoint(), ctx.nowMillis());
      giveUp(failed.endpoint(), failed.reason(), ctx);
    }
  }

  void onLate(Discovery.Late said, Context ctx) {
    if (asked.containsKey(said.endpoint()) && late.add(said.endpoint())) {
      atOnce = Math.min(ASKED_MAX, atOnce + 2);
      askMore(ctx);
    }
  }

  void onArcOpened(PeerId target) {
    if (target.equals(contact)) {
      Outcome asked = outcome;
      stop();
      asked.entered();
    }
  }

  void onArcFailed(PeerId target, Cause cause, Context ctx) {
    if (target.equals(contact)) {
      contactUnreachable = true;
      giveUp("no link to its contact " + target.shortName() + ": " + cause, ctx);
    }
  }

  void onOverdue(Overdue overdue, Context ctx) {
    if (contact != null && overdue.attempt() == attempt) {
      contactUnreachable = true;
      giveUp("it took too long", ctx);
      return;
    }
    asked.entrySet().stream()
        .filter(waiting -> waiting.getValue() == overdue.attempt())
        .map(Map.Entry::getKey)
        .findFirst()
        .ifPresent(
            silent -> {
              asked.remove(silent);
              giveUp(silent, "it took too long", ctx);
            });
  }

  private void giveUp(String reason, Context ctx) {
    Endpoint entered = endpoint;
    endpoint = null;
    node = null;
    contact = null;
    giveUp(entered, reason, ctx);
  }

  private void giveUp(Endpoint failed, String reason, Context ctx) {
    lastReason = failed + ": " + reason;
    late.remove(failed);
    discovery.hangUp(failed);
    askMore(ctx);
  }

  private void hangUpOnOthers() {
    List.copyOf(asked.keySet()).forEach(discovery::hangUp);
    asked.clear();
    late.clear();
  }

  /** Asks as many as may be asked at once, unless one has let us in; or says that all is over. */
  private void askMore(Context ctx) {
    if (contact != null) {
      return;
    }
    while (asked.size() < atOnce && !candidates.isEmpty()) {
      Endpoint next = takeMostVouchedFor();
      attempt++;
      asked.put(next, attempt);
      ctx.schedule(outcome.answerPatience(), new Overdue(attempt));
      discovery.enter(next);
    }
    if (asked.isEmpty()) {
      Outcome over = outcome;
      boolean unreachable = contactUnreachable;
      String reason = lastReason;
      stop();
      over.failed(unreachable, reason);
    }
  }

  /**
   * The first of those that more than half as many vouch for as for any other: true nodes are named
   * by about as many, and take turns; a few liars name what they like.
   */
  private Endpoint takeMostVouchedFor() {
    long most = candidates.stream().mapToLong(discovery::vouchers).max().orElseThrow();
    Endpoint next =
        candidates.stream()
            .filter(candidate -> 2L * discovery.vouchers(candidate) > most)
            .findFirst()
            .orElseThrow();
    candidates.remove(next);
    return next;
  }
}
