package org.arcmesh.sim;

/**
 * Something that happens in virtual time.
 *
 * @param peer the number of the peer it happens to, or -1
 * @param kind what it is, as the trace has it
 * @param action what it does
 */
record Event(int peer, int kind, Runnable action) {}
