package org.arcmesh.n2n;

import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;

/**
 * Makes the connections of one peer; a runtime's side of the handshake.
 *
 * <p>Called on the peer's thread, never blocks, answered by {@link Answer messages to oneself}. A
 * session is one attempt at one connection, named by its initiator.
 *
 * <pre>
 *   initiator: offer   → Described → (signals) → accept → Connected
 *   responder: answer  → Described → (signals)          → Connected
 *   either:    Busy instead of Described; ConnectFailed instead of Connected; Closed after it
 * </pre>
 */
public interface Connector {

  /** The classes of all answers, for {@code Protocol.answers()}. */
  List<Class<? extends Message>> ANSWERS =
      List.of(
          Described.class,
          Gathered.class,
          Connected.class,
          ConnectFailed.class,
          Busy.class,
          Closed.class,
          DoorOpened.class,
          DoorClosed.class);

  /**
   * Starts a connection to {@code remote}: {@link Described}, {@link Busy} or {@link
   * ConnectFailed}.
   */
  void offer(long session, PeerId remote);

  /**
   * Answers the offer of {@code remote}: {@link Described}, {@link Busy} or {@link ConnectFailed}.
   */
  void answer(long session, PeerId remote, Description offer);

  /** Completes an offered session with the other side's answer. */
  void accept(long session, Description answer);

  /** Adds a candidate that the other side found later. */
  void addCandidate(long session, String candidate);

  /**
   * Closes the session, in whatever state it is; frames sent before still go out where they can. No
   * answer follows, not even one under way.
   */
  void close(long session);

  /** What a connector answers. */
  sealed interface Answer extends Message {}

  /** Our side of a session, ready to be signaled. */
  record Described(long session, Description description) implements Answer {}

  /** A candidate that was found after {@link Described}. */
  record Gathered(long session, String candidate) implements Answer {}

  /**
   * The link is open: from now on frames go to and come from {@code remote}. If there was an open
   * link to it, this one takes its place.
   */
  record Connected(long session, PeerId remote) implements Answer {}

  /** The session did not become a link, and is closed. */
  record ConnectFailed(long session, String reason) implements Answer {}

  /**
   * In place of {@link Described}: nothing has begun, since this process sets up as many links as
   * it can.
   *
   * @param retryMillis after which asking again makes sense
   */
  record Busy(long session, int retryMillis) implements Answer {}

  /** An open link is gone, by the other side's doing or the network's, or for what it sent. */
  record Closed(long session, Cause cause) implements Answer {}

  /** A door is open: {@code peer} is reached by signals although there is no link to it. */
  record DoorOpened(PeerId peer) implements Answer {}

  record DoorClosed(PeerId peer) implements Answer {}
}
