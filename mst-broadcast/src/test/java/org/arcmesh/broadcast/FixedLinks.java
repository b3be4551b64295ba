package org.arcmesh.broadcast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Links;
import org.arcmesh.core.PeerId;

/** Links that are there because a unit test says so. */
public final class FixedLinks implements Links {
  private final Map<PeerId, Integer> roundTrips = new LinkedHashMap<>();
  private final Map<PeerId, Integer> deviations = new LinkedHashMap<>();
  private final List<PeerId> quiet = new ArrayList<>();

  /** The peer whose id starts with this digit. */
  public static PeerId peer(int digit) {
    return PeerId.of(Bytes.hex(String.format("%02x", digit) + "00".repeat(19)));
  }

  public FixedLinks up(PeerId neighbor, int roundTripMillis) {
    roundTrips.put(neighbor, roundTripMillis);
    return this;
  }

  public void down(PeerId neighbor) {
    roundTrips.remove(neighbor);
  }

  /** It has said nothing for a while. */
  public void quiet(PeerId neighbor) {
    quiet.add(neighbor);
  }

  /** By how much its round trips vary. */
  public void deviate(PeerId neighbor, int millis) {
    deviations.put(neighbor, millis);
  }

  @Override
  public int deviationMillis(PeerId neighbor) {
    return deviations.getOrDefault(neighbor, 0);
  }

  @Override
  public boolean isQuiet(PeerId neighbor) {
    return quiet.contains(neighbor);
  }

  @Override
  public List<PeerId> neighbors() {
    return new ArrayList<>(roundTrips.keySet());
  }

  @Override
  public boolean isNeighbor(PeerId peer) {
    return roundTrips.containsKey(peer);
  }

  @Override
  public List<PeerId> outview() {
    return neighbors();
  }

  @Override
  public List<PeerId> inview() {
    return List.of();
  }

  @Override
  public int arcsTo(PeerId target) {
    return isNeighbor(target) ? 1 : 0;
  }

  @Override
  public int roundTripMillis(PeerId neighbor) {
    return roundTrips.getOrDefault(neighbor, -1);
  }
}
