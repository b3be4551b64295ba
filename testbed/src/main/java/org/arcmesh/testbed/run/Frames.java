package org.arcmesh.testbed.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.arcmesh.broadcast.delivery.DeliveryMessage;
import org.arcmesh.core.Message;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.report.Report;

/** The frames that all peers have sent, and what follows from them. */
final class Frames {
  private static final String BROADCAST = "org.arcmesh.broadcast.";

  private final List<Line> lines = new ArrayList<>();

  private record Line(Class<? extends Message> type, long frames, long bytes) {}

  /**
   * @param bytes 0 where frames have none
   */
  void add(Class<? extends Message> type, long frames, long bytes) {
    lines.add(new Line(type, frames, bytes));
  }

  void putAll(Report report, Measurement measurement) {
    int links = measurement.linksOpened();
    if (links > 0) {
      report.put("signaling.messagesPerArc", (double) frames(Frames::isSetUp) / links);
      report.put("signaling.bytesPerArc", measured(bytes(Frames::isSetUp)) / links);
    }
    if (measurement.deliveries() > 0) {
      double payload = measurement.payloadBytes();
      report.put(
          "broadcast.copiesPerDelivery",
          (double) frames(Frames::isPayload) / measurement.deliveries());
      report.put("broadcast.bytesOverLowerBound", measured(bytes(Frames::isPayload)) / payload);
      report.put(
          "broadcast.controlBytesPerPeerSecond",
          measured(bytes(Frames::isControl)) / measurement.peerSeconds());
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
    return type == DeliveryMessage.Push.class;
  }

  private static boolean isControl(Class<? extends Message> type) {
    return type.getName().startsWith(BROADCAST) && !isPayload(type);
  }

  private long frames(Predicate<Class<? extends Message>> kind) {
    return lines.stream().filter(line -> kind.test(line.type())).mapToLong(Line::frames).sum();
  }

  private long bytes(Predicate<Class<? extends Message>> kind) {
    return lines.stream().filter(line -> kind.test(line.type())).mapToLong(Line::bytes).sum();
  }
}
