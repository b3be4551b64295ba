package org.arcmesh.sampling.hyparview;

import java.time.Duration;
import org.arcmesh.sampling.SamplerFactory;

/**
 * Settings of HyParView.
 *
 * @param active how many neighbors a peer has at most. Paper, 10,000 peers: 5.
 * @param passive how many other peers it knows at most. Paper: 30.
 * @param activeWalk steps of the walk of a newcomer; the paper's ARWL, 6
 * @param passiveWalk steps that are left when a newcomer gets into a passive view; the paper's
 *     PRWL, 3
 * @param shuffleActive entries of the active view in a shuffle; the paper's ka, 3
 * @param shufflePassive entries of the passive view in a shuffle; the paper's kp, 4
 * @param period time between two shuffles of one peer
 * @param promotion time between two looks at what the active view lacks. Guess: 1 s.
 */
public record HyParViewConfig(
    int active,
    int passive,
    int activeWalk,
    int passiveWalk,
    int shuffleActive,
    int shufflePassive,
    Duration period,
    Duration promotion) {
  public static final HyParViewConfig DEFAULT =
      new HyParViewConfig(5, 30, 6, 3, 3, 4, Duration.ofSeconds(30), Duration.ofSeconds(1));

  public HyParViewConfig {
    if (active < 1 || passive < 1 || shuffleActive < 0 || shufflePassive < 0) {
      throw new IllegalArgumentException("active " + active + " and passive " + passive);
    }
    if (passiveWalk < 0 || passiveWalk > activeWalk || activeWalk > HyParViewMessage.STEPS_MAX) {
      throw new IllegalArgumentException(
          "walks of " + passiveWalk + " and " + activeWalk + " steps");
    }
    if (1 + shuffleActive + shufflePassive > HyParViewMessage.PEERS_MAX) {
      throw new IllegalArgumentException("a shuffle of over " + HyParViewMessage.PEERS_MAX);
    }
    if (period.toMillis() < 1 || promotion.toMillis() < 1) {
      throw new IllegalArgumentException("period " + period + " and promotion " + promotion);
    }
  }

  /** These settings with another period. */
  public HyParViewConfig withPeriod(Duration period) {
    return new HyParViewConfig(
        active, passive, activeWalk, passiveWalk, shuffleActive, shufflePassive, period, promotion);
  }

  /** Makes samplers with these settings, but for the period. */
  public SamplerFactory factory() {
    return (period, links) -> new HyParView(withPeriod(period), links);
  }
}
