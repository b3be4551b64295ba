package org.arcmesh.testbed.measure;

import java.util.function.ToDoubleFunction;
import org.arcmesh.core.PeerId;

/**
 * How far peers are from the source of a broadcast when it is sent, in milliseconds one way along
 * the shortest path; not a number where there is none.
 *
 * @param inUse over all links in use: those of arcs and those of the backbone
 * @param overArcs over the links of arcs only: when a flood along all arcs would arrive
 * @param overBackbone over the links of the backbone only: what a tree can reach
 */
public record Distances(
    ToDoubleFunction<PeerId> inUse,
    ToDoubleFunction<PeerId> overArcs,
    ToDoubleFunction<PeerId> overBackbone) {
  public static final Distances UNKNOWN =
      new Distances(peer -> Double.NaN, peer -> Double.NaN, peer -> Double.NaN);
}
