package org.arcmesh.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;

/** Links that are what the test says. */
public final class FixedLinks implements Links {
  public final List<PeerId> neighbors = new ArrayList<>();
  public final List<PeerId> inview = new ArrayList<>();

  /** The peer with that number; ids are ordered as their numbers. */
  public static PeerId peer(int number) {
    byte[] id = new byte[PeerId.SIZE];
    id[0] = (byte) number;
    return PeerId.of(Bytes.wrap(id));
  }

  @Override
  public List<PeerId> neighbors() {
    return neighbors;
  }

  @Override
  public boolean isNeighbor(PeerId peer) {
    return neighbors.contains(peer);
  }

  @Override
  public List<PeerId> outview() {
    throw new AssertionError("samplers and repair do not ask for it");
  }

  @Override
  public List<PeerId> inview() {
    return inview;
  }

  @Override
  public int arcsTo(PeerId target) {
    return Collections.frequency(neighbors, target);
  }

  @Override
  public int roundTripMillis(PeerId neighbor) {
    return -1;
  }
}
