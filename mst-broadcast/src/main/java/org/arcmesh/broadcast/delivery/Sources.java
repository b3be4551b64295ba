package org.arcmesh.broadcast.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arcmesh.broadcast.delivery.DeliveryMessage.Source;
import org.arcmesh.core.Context;
import org.arcmesh.core.Notary;
import org.arcmesh.core.PeerId;

/**
 * Whose the streams are of which neighbors have spoken, but from which nothing has come yet.
 * Neighbors may claim any number of them, so the oldest ones are forgotten.
 */
final class Sources {
  static final int SOURCES_MAX = 1_024;

  private final Notary notary;
  private final Map<Long, Source> sources = new LinkedHashMap<>();

  Sources(Notary notary) {
    this.notary = notary;
  }

  /** Believes a source whose id follows from its key. */
  boolean learn(Source source, long key) {
    if (!notary.isOf(source.origin(), source.publicKey())) {
      return false;
    }
    sources.remove(key);
    sources.put(key, source);
    if (sources.size() > SOURCES_MAX) {
      sources.remove(sources.keySet().iterator().next());
    }
    return true;
  }

  /** The source, or null if it is not known. */
  Source find(long key) {
    return sources.get(key);
  }

  void forget(long key) {
    sources.remove(key);
  }

  /** Tells {@code neighbor} whose stream this is, unless it knows. */
  static void introduce(Stream stream, PeerId neighbor, Context ctx) {
    Peering peering = stream.peering(neighbor);
    if (!peering.introduced) {
      peering.introduced = true;
      ctx.send(neighbor, stream.source);
    }
  }
}
