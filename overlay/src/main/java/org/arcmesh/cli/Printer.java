package org.arcmesh.cli;

import java.util.Optional;
import org.arcmesh.Delivery;
import org.arcmesh.core.OverlayEvent;

/** How a peer's life is put on the terminal, a line at a time. */
interface Printer {

  /** The line for an event; none if it is not worth one. */
  Optional<String> line(OverlayEvent event);

  /** The line for a delivery. */
  String line(Delivery delivery);
}
