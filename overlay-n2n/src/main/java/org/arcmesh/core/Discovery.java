package org.arcmesh.core;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Finds the signaling nodes of this peer's application and speaks with them.
 *
 * <p>Called on the peer's thread, never blocks; each call is answered by {@link Answer messages to
 * oneself}. What the DHT says is a hint; only what a node has signed when dialed is believed.
 */
public interface Discovery {

  /** The classes of all answers, for {@link Protocol#answers()}. */
  List<Class<? extends Message>> ANSWERS =
      List.of(
          Found.class,
          LookedUp.class,
          Probed.class,
          ProbeFailed.class,
          Visited.class,
          Late.class,
          Entered.class,
          EntryFailed.class);

  /** Looks the application up: {@link Found} for each endpoint, then one {@link LookedUp}. */
  void lookup();

  /**
   * Dials a node, tells it what we believe of our component, and hangs up: {@link Probed} or {@link
   * ProbeFailed}. The node hears of us by {@link Visited} with {@code ours} in it.
   */
  void probe(Endpoint endpoint, Component ours);

  /**
   * Dials a node and keeps its door open: {@link Entered}, with a contact to which an arc can be
   * opened through the node, or {@link EntryFailed}; before that {@link Late}, if it takes long.
   * Said in answer to {@link Probed}, it needs no other connection than that of the probe.
   */
  void enter(Endpoint endpoint);

  /**
   * How many have said independently of each other that there is a node at {@code endpoint}. What
   * counts is which of two endpoints has more; of what the user named, or has proven itself, it is
   * more than of what was only heard of.
   */
  default int vouchers(Endpoint endpoint) {
    return 1;
  }

  /** Closes the door that {@link #enter} opened. No answer; nothing if there is none. */
  void hangUp(Endpoint endpoint);

  /** Announces our own signaling node, if we are one, until {@link #withdraw}. No answer. */
  void announce();

  /** We are no signaling node any more: what was announced expires by itself. */
  void withdraw();

  /** What a port of discovery answers. */
  sealed interface Answer extends Message {}

  /** A lookup found an endpoint; it may be wrong, dead, or ourselves. */
  record Found(Endpoint endpoint) implements Answer {
    public Found {
      Objects.requireNonNull(endpoint);
    }
  }

  /**
   * A lookup is over.
   *
   * @param endpoints how many it found
   * @param responders how many nodes of the DHT answered; 0 means that there is no DHT
   */
  record LookedUp(int endpoints, int responders) implements Answer {}

  /**
   * A signaling node answered for itself.
   *
   * @param peer who it is, proven by its signature
   * @param component what it believes of its component
   */
  record Probed(Endpoint endpoint, PeerId peer, Component component) implements Answer {
    public Probed {
      Objects.requireNonNull(endpoint);
      Objects.requireNonNull(peer);
      Objects.requireNonNull(component);
    }
  }

  /**
   * We are a signaling node, and a peer probed us.
   *
   * @param endpoint where the visitor's own signaling node is; null if it is none
   * @param peer who it is, proven by its signature
   * @param component what it believes of its component
   */
  record Visited(Endpoint endpoint, PeerId peer, Component component) implements Answer {
    public Visited {
      Objects.requireNonNull(peer);
      Objects.requireNonNull(component);
    }
  }

  /**
   * A node did not prove itself.
   *
   * @param reason one line for people
   */
  record ProbeFailed(Endpoint endpoint, String reason) implements Answer {}

  /**
   * Nothing has been heard of a node that we want to enter for so long that another one may be
   * tried meanwhile. Told once for each; the answer is still to come.
   */
  record Late(Endpoint endpoint) implements Answer {
    /** RFC 8305, "Connection Attempt Delay": 250 ms, which is a distant host's round trip. */
    public static final Duration AFTER = Duration.ofMillis(250);
  }

  /**
   * The door of a node is open to us.
   *
   * @param node the node, our mediator
   * @param contact the node itself or one of its neighbors
   */
  record Entered(Endpoint endpoint, PeerId node, PeerId contact) implements Answer {}

  /**
   * A node did not let us in, or is not there.
   *
   * @param reason one line for people
   */
  record EntryFailed(Endpoint endpoint, String reason) implements Answer {}
}
