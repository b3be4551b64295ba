package org.arcmesh.core;

/** A reason, other than an arc, for which a peer keeps the link to a neighbor open. */
public enum Hold {
  /** The link carries broadcast trees. */
  BACKBONE,
  /** The application streams over the link. */
  STREAM
}
