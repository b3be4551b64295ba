package org.arcmesh.bootstrap.signaling;

import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;

/**
 * What a call is for.
 *
 * @param ours to probe: what to present ourselves with; else null
 * @param own our own signaling node, or null
 */
record Purpose(Kind kind, Component ours, Endpoint own) {
  static final Purpose ENTER = new Purpose(Kind.ENTRY, null, null);
  static final Purpose LOOK = new Purpose(Kind.LOOK, null, null);

  static Purpose probe(Component ours, Endpoint own) {
    return new Purpose(Kind.PROBE, ours, own);
  }

  static Purpose dialBack(Endpoint own) {
    return new Purpose(Kind.DIAL_BACK, null, own);
  }

  boolean isEntry() {
    return kind == Kind.ENTRY;
  }

  enum Kind {
    LOOK,
    PROBE,
    ENTRY,
    DIAL_BACK
  }
}
