package org.arcmesh;

/** Which DHT a peer uses to find its overlay. */
enum DhtUse {
  PUBLIC,
  PRIVATE,
  NONE
}
