package org.arcmesh.testbed.compare;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.testbed.run.Engine;
import org.arcmesh.testbed.run.PassingEngine;

/** Passes everything on, and hears when all peers name their component alike. */
final class AgreementEngine implements PassingEngine {
  private final Engine engine;
  private final Map<PeerId, Optional<Bytes>> names = new LinkedHashMap<>();
  private double healedAt = Double.NaN;
  private double agreedSince = Double.POSITIVE_INFINITY;

  AgreementEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  /** From the heal to the begin of the agreement that there is now; infinite if there is none. */
  double agreedMillis() {
    return Math.max(0, agreedSince - healedAt);
  }

  private void onEvent(PeerId peer, OverlayEvent event, double atMillis) {
    if (event instanceof OverlayEvent.ComponentChanged changed) {
      names.put(peer, Optional.of(changed.id()));
      look(atMillis);
    }
  }

  private void look(double atMillis) {
    boolean agreed =
        new HashSet<>(names.values()).size() == 1 && !names.containsValue(Optional.empty());
    if (!agreed) {
      agreedSince = Double.POSITIVE_INFINITY;
    } else if (Double.isInfinite(agreedSince)) {
      agreedSince = atMillis;
    }
  }

  @Override
  public void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    PassingEngine.super.advanceTo(
        millis,
        (peer, event, atMillis) -> {
          onEvent(peer, event, atMillis);
          watcher.onEvent(peer, event, atMillis);
        });
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    PeerId peer = PassingEngine.super.start(signaling, contact);
    names.put(peer, Optional.empty());
    return peer;
  }

  @Override
  public void heal() {
    PassingEngine.super.heal();
    healedAt = nowMillis();
  }
}
