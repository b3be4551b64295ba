package org.arcmesh.core;

/** Why a link went down or an arc could not be opened. */
public enum Cause {
  /** The neighbor left and said so. */
  GOODBYE,
  /** The neighbor's heartbeats stopped. */
  SILENT,
  /** The connection was closed or failed underneath. */
  CLOSED,
  /** The neighbor sent something no peer of ours sends. */
  MISBEHAVED,
  /** Neither end had an arc or a hold on the link for the grace period. */
  UNUSED,
  /** The other peer, or we, have as many links as we may. */
  REFUSED,
  /** No mediator knew the other peer. */
  NO_ROUTE,
  /** The link did not open in time. */
  TIMEOUT,
  /** The other process, or ours, opens as many links as it can. */
  BUSY
}
