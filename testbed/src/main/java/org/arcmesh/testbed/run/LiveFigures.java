package org.arcmesh.testbed.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.LiveStack;
import org.arcmesh.bootstrap.signaling.DiscoveryStats;
import org.arcmesh.broadcast.delivery.Delivery;
import org.arcmesh.broadcast.delivery.DeliveryCounters;
import org.arcmesh.core.Message;
import org.arcmesh.sampling.spray.SprayLedger;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.report.Samples;
import org.arcmesh.webrtc.Traffic;

/** What live peers have counted, added up over all that ever were. */
final class LiveFigures {
  private final Ledgers ledgers = new Ledgers();
  private final Frames frames = new Frames();
  private Frames beforeLoad = new Frames();
  private final Samples answerMillis = new Samples();
  private final Map<String, Long> rejected = new LinkedHashMap<>();
  private long lookups;
  private long checks;
  private long announces;
  private long hints;
  private long verified;
  private final Repairs repairs = new Repairs();
  private long busy;

  /** Those of one peer; to be taken on its thread. */
  record OfPeer(
      Map<Class<? extends Message>, Traffic.Volume> sent,
      DiscoveryStats discovery,
      long checks,
      Optional<DeliveryCounters> delivery,
      long busy,
      SprayLedger ledger) {

    static OfPeer of(LiveStack peer, org.arcmesh.Stack stack) {
      return new OfPeer(
          peer.peer().traffic().sent(),
          peer.discovery().stats(),
          stack.repair().checks(),
          stack.delivery().map(Delivery::counters),
          stack.links().counters().busy(),
          Ledgers.of(stack.sampling()));
    }
  }

  /**
   * Broadcasts begin.
   *
   * @param alive what each peer that is there has sent
   */
  void beginLoad(List<Map<Class<? extends Message>, Traffic.Volume>> alive) {
    beforeLoad = new Frames();
    beforeLoad.addAll(frames);
    alive.forEach(sent -> add(beforeLoad, sent));
  }

  private static void add(Frames frames, Map<Class<? extends Message>, Traffic.Volume> sent) {
    sent.forEach(
        (type, volume) ->
            frames.add(
                type, volume.frames(), volume.bytes(), volume.sealBytes(), volume.payloadBytes()));
  }

  void add(OfPeer peer) {
    add(frames, peer.sent());
    DiscoveryStats discovery = peer.discovery();
    lookups += discovery.lookups();
    checks += peer.checks();
    announces += discovery.announces();
    hints += discovery.hints();
    verified += discovery.verified();
    discovery.answerMillis().forEach(answerMillis::add);
    discovery.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    peer.delivery().ifPresent(repairs::add);
    busy += peer.busy();
    ledgers.add(peer.ledger());
  }

  void putAll(Report report, Measurement measurement, double millis) {
    frames.putAll(report, measurement, beforeLoad);
    ledgers.putAll(report);
    report.put("signaling.busy", busy);
    if (measurement.sentCount() > 0) {
      repairs.putAll(report);
    }
    report.put("discovery.lookups", lookups);
    report.put("discovery.checks", checks);
    report.put("discovery.checksPerMinute", checks / (millis / 60_000));
    report.put("discovery.announces", announces);
    answerMillis.put(report, "discovery.ms", "p50", "p95");
    report.put("discovery.hints", hints);
    report.put("discovery.verified", verified);
    rejected.forEach((reason, count) -> report.put("discovery.rejected." + reason, count));
    report.put("resources.handshakes", measurement.linksOpened());
  }
}
