package org.arcmesh.core;

import java.time.Duration;

/**
 * Something that happened to a peer and that its application may want to know.
 *
 * <p>Events are facts, not requests: nothing waits for a listener.
 */
public sealed interface OverlayEvent {

  /** The peer runs; it may still be alone. */
  record Started(PeerId peer) implements OverlayEvent {}

  /**
   * The peer has its first arc.
   *
   * @param after time since it started or lost its last one
   * @param via the signaling node, or the neighbor, that mediated
   */
  record Joined(Duration after, PeerId via) implements OverlayEvent {}

  /** A link is open. */
  record NeighborUp(PeerId peer) implements OverlayEvent {}

  /** A link is gone. */
  record NeighborDown(PeerId peer, Cause cause) implements OverlayEvent {}

  /**
   * A link of ours was opened by signaling.
   *
   * @param took from the request for it until it could be used
   */
  record LinkOpened(PeerId peer, Duration took) implements OverlayEvent {}

  /** A link that we tried to open by signaling did not open. */
  record LinkFailed(PeerId peer, Cause cause) implements OverlayEvent {}

  /**
   * A broadcast reached us.
   *
   * @param from its origin
   * @param sequence its number among the broadcasts of that origin, from 0
   * @param hops links it took to get here
   */
  record Delivered(PeerId from, long sequence, Bytes payload, int hops) implements OverlayEvent {}

  /** There is reason to believe that peers can no longer reach each other. */
  record PartitionSuspected(String reason) implements OverlayEvent {}

  /** A discovery check proved that the application has another component than ours. */
  record PartitionProven(Bytes foreignComponent, double foreignPeers) implements OverlayEvent {}

  /**
   * Two components have become one.
   *
   * @param peers estimated size of the whole
   * @param after time since the other component was proven to exist
   */
  record PartitionHealed(double peers, Duration after) implements OverlayEvent {}

  /**
   * The component we are in has another id, or another size by much.
   *
   * @param id stands for the component as long as none of its smallest peers changes
   * @param peers estimated number of peers in it
   * @param cause what has changed it, in words, for a person
   */
  record ComponentChanged(Bytes id, double peers, String cause) implements OverlayEvent {}

  /**
   * Something outside did not work and will be tried again.
   *
   * @param what in words, for a person
   * @param retryAfter until the next attempt
   */
  record Failed(String what, Duration retryAfter) implements OverlayEvent {}

  /** The peer has left; nothing follows. */
  record Left() implements OverlayEvent {}
}
