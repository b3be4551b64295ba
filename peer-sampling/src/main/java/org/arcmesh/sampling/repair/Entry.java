package org.arcmesh.sampling.repair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Context;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Timer;
import org.arcmesh.sampling.Sampler;

/**
 * Gets an arc through the door of a signaling node, one node after the other: enter, join the
 * contact it names, hang up as soon as the arc has opened or failed.
 */
final class Entry {
  /** Dialing takes 1.5 s, and more nodes than one may be asked for an arc meanwhile. Guess. */
  static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

  private final Discovery discovery;
  private final Sampler<?> sampler;
  private final EndpointMemory memory;
  private final ArrayDeque<Endpoint> candidates = new ArrayDeque<>();
  private Outcome outcome;
  private Endpoint endpoint;
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

  /** Tries {@code endpoints} in this order; whatever was tried before is given up. */
  void start(List<Endpoint> endpoints, Outcome outcome, Context ctx) {
    stop();
    this.outcome = outcome;
    candidates.addAll(endpoints);
    next(ctx);
  }

  void stop() {
    if (endpoint != null) {
      discovery.hangUp(endpoint);
    }
    candidates.clear();
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
    if (!entered.endpoint().equals(endpoint) || contact != null) {
      if (!entered.endpoint().equals(endpoint)) {
        discovery.hangUp(entered.endpoint()); // It opened after we had turned to another.
      }
      return;
    }
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
    node = entered.node();
    contact = entered.contact();
    attempt++;
    ctx.schedule(outcome.patience(), new Overdue(attempt));
    sampler.join(contact, node);
  }

  void onEntryFailed(Discovery.EntryFailed failed, Context ctx) {
    if (failed.endpoint().equals(endpoint) && contact == null) {
      memory.failed(endpoint, ctx.nowMillis());
      giveUp(failed.reason(), ctx);
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
    if (endpoint != null && overdue.attempt() == attempt) {
      contactUnreachable |= contact != null;
      giveUp("it took too long", ctx);
    }
  }

  private void giveUp(String reason, Context ctx) {
    lastReason = endpoint + ": " + reason;
    discovery.hangUp(endpoint);
    node = null;
    contact = null;
    next(ctx);
  }

  private void next(Context ctx) {
    endpoint = candidates.poll();
    if (endpoint == null) {
      Outcome asked = outcome;
      boolean unreachable = contactUnreachable;
      String reason = lastReason;
      stop();
      asked.failed(unreachable, reason);
      return;
    }
    attempt++;
    ctx.schedule(outcome.answerPatience(), new Overdue(attempt));
    discovery.enter(endpoint);
  }
}
