package org.arcmesh.testbed.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.arcmesh.broadcast.delivery.DeliveryMessage;
import org.arcmesh.broadcast.linkstate.LinkStateMessage;
import org.arcmesh.broadcast.route.RouteMessage;
import org.arcmesh.core.Message;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.sim.Traffic;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.report.Report;

/** The frames that all peers have sent, and what follows from them. */
final class Frames {
  private static final String BROADCAST = "org.arcmesh.broadcast.";

  private final List<Line> lines = new ArrayList<>();

  private record Line(
      Class<? extends Message> type, long frames, long bytes, long sealBytes, long payloadBytes) {}

  static Frames of(Traffic traffic) {
    Frames frames = new Frames();
    Map<Class<? extends Message>, Long> bytes = traffic.bytes();
    traffic
        .frames()
        .forEach(
            (type, count) ->
                frames.add(
                    type,
                    count,
                    bytes.get(type),
                    isPayload(type) ? traffic.sealBytes() : 0,
                    isPayload(type) ? traffic.payloadBytes() : 0));
    return frames;
  }

  /**
   * @param bytes 0 where frames have none
   * @param sealBytes those of them that are signatures
   * @param payloadBytes those of them that are payload
   */
  void add(
      Class<? extends Message> type, long frames, long bytes, long sealBytes, long payloadBytes) {
    lines.add(new Line(type, frames, bytes, sealBytes, payloadBytes));
  }

  void addAll(Frames others) {
    lines.addAll(others.lines);
  }

  /**
   * @param before the frames of the time before the first broadcast
   */
  void putAll(Report report, Measurement measurement, Frames before) {
    int links = measurement.linksOpened();
    if (links > 0) {
      report.put("signaling.messagesPerArc", (double) frames(Frames::isSetUp) / links);
      report.put("signaling.bytesPerArc", measured(bytes(Frames::isSetUp)) / links);
    }
    if (measurement.deliveries() > 0) {
      double payload = measurement.payloadBytes();
      report.put("broadcast.copiesPerDelivery", measured(payloadBytes()) / payload);
      report.put(
          "broadcast.bytesOverLowerBound",
          measured(bytes(Frames::isPayload) - sealBytes()) / payload);
      report.put(
          "broadcast.controlBytesPerPeerSecond",
          measured(controlBytes() - before.controlBytes()) / measurement.loadPeerSeconds());
      report.put(
          "broadcast.linkStateBytesPerPeerSecond",
          measured(bytes(Frames::isLinkState) - before.bytes(Frames::isLinkState))
              / measurement.loadPeerSeconds());
    }
  }

  private static double measured(long bytes) {
    return bytes == 0 ? Double.NaN : bytes;
  }

  private static boolean isSetUp(Class<? extends Message> type) {
    return SignalingMessage.class.isAssignableFrom(type)
        && type != SignalingMessage.Heartbeat.class
        && type != SignalingMessage.Goodbye.class;
  }

  private static boolean isPayload(Class<? extends Message> type) {
    return type == DeliveryMessage.Push.class || type == RouteMessage.Routed.class;
  }

  /** Whether a frame is one of those that broadcasts cost. */
  static boolean isOfBroadcasts(Class<?> type) {
    return type.getName().startsWith(BROADCAST);
  }

  private static boolean isControl(Class<? extends Message> type) {
    return isOfBroadcasts(type) && !isPayload(type);
  }

  private static boolean isLinkState(Class<? extends Message> type) {
    return LinkStateMessage.class.isAssignableFrom(type);
  }

  private long frames(Predicate<Class<? extends Message>> kind) {
    return lines.stream().filter(line -> kind.test(line.type())).mapToLong(Line::frames).sum();
  }

  private long bytes(Predicate<Class<? extends Message>> kind) {
    return lines.stream().filter(line -> kind.test(line.type())).mapToLong(Line::bytes).sum();
  }

  private long payloadBytes() {
    return lines.stream().mapToLong(Line::payloadBytes).sum();
  }

  private long controlBytes() {
    return bytes(Frames::isControl) + sealBytes();
  }

  private long sealBytes() {
    return lines.stream().mapToLong(Line::sealBytes).sum();
  }
}
