package org.arcmesh.broadcast.delivery;

import java.time.Duration;
import org.arcmesh.core.Broadcast;

/**
 * Settings of delivery.
 *
 * @param digest time between two rounds of digests. PROTOCOLS 4: 250 ms
 * @param fanout neighbors told in one round. PROTOCOLS 4: 3
 * @param gapDelay how long a missing broadcast may still be on its way, at most. PROTOCOLS 4: 80 ms
 * @param retry time until a pull is repeated, with somebody else if possible. Guess
 * @param giveUp how long a broadcast is waited for that no neighbor offers, while later ones are
 *     there; twice that when neighbors offer it and do not send it. Guess: half of the testbed's
 *     deadline
 * @param retention how long broadcasts are kept for neighbors that lack them. PROTOCOLS 4: whoever
 *     was cut off and comes back within a minute gets them
 * @param keptMax parcels kept, of all streams together
 * @param keptBytesMax bytes of them
 * @param window how far ahead of what was delivered a broadcast may be kept
 * @param streamsMax streams remembered
 * @param checkedBytesMax bytes of parcels that wait to be checked
 * @param assembledBytesMax bytes of long broadcasts that are being put together
 * @param streamIdle how long a stream without news is remembered
 * @param causal whether our broadcasts say what they come after, so that nobody gets an answer
 *     before what it answers
 */
public record DeliveryConfig(
    Duration digest,
    int fanout,
    Duration gapDelay,
    Duration retry,
    Duration giveUp,
    Duration retention,
    int keptMax,
    long keptBytesMax,
    int window,
    int streamsMax,
    int checkedBytesMax,
    int assembledBytesMax,
    Duration streamIdle,
    boolean causal) {
  public static final DeliveryConfig DEFAULT =
      new DeliveryConfig(
          Duration.ofMillis(250),
          3,
          Duration.ofMillis(80),
          Duration.ofMillis(400),
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          8192,
          32 << 20,
          1024,
          4096,
          8 << 20,
          64 << 20,
          Duration.ofMinutes(10),
          false);

  public DeliveryConfig {
    if (fanout < 1 || keptMax < 1 || window < 1 || streamsMax < 1) {
      throw new IllegalArgumentException("fanout, keptMax, window and streamsMax are at least 1");
    }
    if (keptBytesMax < 1 << 16 || checkedBytesMax < 1 << 16) {
      throw new IllegalArgumentException("keptBytesMax or checkedBytesMax is under a parcel");
    }
    if (assembledBytesMax < Broadcast.PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "assembledBytesMax " + assembledBytesMax + " is under a payload");
    }
    if (retention.compareTo(giveUp.multipliedBy(2)) < 0 || streamIdle.compareTo(retention) < 0) {
      throw new IllegalArgumentException(
          "retention " + retention + " must lie between 2 · " + giveUp + " and " + streamIdle);
    }
  }

  /**
   * A longer memory, for what is sent while the overlay is split: whoever was in another component
   * meanwhile gets it after the merge, within these bounds.
   *
   * @param parcels how many are kept, of all sources together; small broadcasts may share one
   * @param bytes of them
   * @param age since they came
   */
  public DeliveryConfig withHistory(int parcels, long bytes, Duration age) {
    Duration longer = age.compareTo(retention) > 0 ? age : retention;
    return new DeliveryConfig(
        digest,
        fanout,
        gapDelay,
        retry,
        giveUp,
        longer,
        Math.max(parcels, keptMax),
        Math.max(bytes, keptBytesMax),
        Math.max(parcels, window),
        streamsMax,
        checkedBytesMax,
        assembledBytesMax,
        longer.compareTo(streamIdle) > 0 ? longer : streamIdle,
        causal);
  }

  public DeliveryConfig withCausal(boolean causal) {
    return new DeliveryConfig(
        digest,
        fanout,
        gapDelay,
        retry,
        giveUp,
        retention,
        keptMax,
        keptBytesMax,
        window,
        streamsMax,
        checkedBytesMax,
        assembledBytesMax,
        streamIdle,
        causal);
  }
}
