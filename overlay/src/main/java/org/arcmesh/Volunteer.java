package org.arcmesh;

import org.arcmesh.core.Discovery;
import org.arcmesh.core.Message;

/**
 * When a peer that may become a signaling node does: after two lookups in a row have found nobody
 * who answers. One may come too early, just after the last node has gone or before another's
 * announcement can be read.
 */
final class Volunteer {
  /** PROTOCOLS 7: fewer responders say nothing about the public DHT. */
  static final int RESPONDERS_MIN = 8;

  private static final int LOOKUPS = 2;

  private final int respondersMin;
  private int lookups;
  private boolean done;

  /**
   * @param respondersMin how many nodes of the DHT have to answer for a lookup to count; 0 in a
   *     private DHT, of which we may be the only node
   */
  Volunteer(int respondersMin) {
    this.respondersMin = respondersMin;
  }

  /** Sees every answer of discovery; true, once, when it is time. */
  boolean isTime(Message answer) {
    if (answer instanceof Discovery.Probed || answer instanceof Discovery.Entered) {
      lookups = 0;
    } else if (answer instanceof Discovery.LookedUp lookedUp
        && lookedUp.responders() >= respondersMin) {
      lookups++;
    }
    if (done || lookups < LOOKUPS) {
      return false;
    }
    done = true;
    return true;
  }
}
