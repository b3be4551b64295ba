package org.arcmesh.core;

/**
 * Something one peer says to another, or a port to its own peer.
 *
 * <p>Messages are immutable records that check their own limits when they are made, so that a
 * message that exists is a message that may be handled. Records hold {@link Bytes} and immutable
 * lists, never arrays.
 */
public interface Message {

  /**
   * A message whose loss its protocol repairs.
   *
   * <p>Links are reliable and ordered, so nothing is lost on them in the end. The testbed's {@code
   * loss} drops messages of this kind, and makes every other one late by a retransmission.
   */
  interface Expendable extends Message {}

  /**
   * A message that carries payload of an application and a proof of who made it, which are counted
   * apart from the rest.
   */
  interface Sealed extends Message {
    /** What of the frame is the application's, in bytes. */
    int payloadBytes();

    /** What the proof takes of the frame, in bytes. */
    int sealBytes();
  }
}
