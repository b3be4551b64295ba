package org.arcmesh.core;

/**
 * A reminder that a protocol sets for itself.
 *
 * <p>Timers are values and are never canceled: a timer that has become pointless comes back, finds
 * nothing to do, and is forgotten. A timer returns to the protocol that scheduled it.
 */
public interface Timer {}
