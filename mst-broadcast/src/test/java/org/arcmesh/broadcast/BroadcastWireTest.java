package org.arcmesh.broadcast;

import static org.arcmesh.broadcast.FixedLinks.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.arcmesh.broadcast.backbone.BackboneMessage;
import org.arcmesh.broadcast.delivery.DeliveryMessage;
import org.arcmesh.broadcast.linkstate.LinkRecord;
import org.arcmesh.broadcast.linkstate.LinkStateMessage;
import org.arcmesh.broadcast.route.RouteMessage;
import org.arcmesh.broadcast.tree.WrittenTree;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Digest;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The largest messages that their limits allow fit into a frame, which the wire checks. */
class BroadcastWireTest {
  private static final Wire WIRE =
      new Wire(
          List.of(
              BackboneMessage.TABLE,
              LinkStateMessage.TABLE,
              DeliveryMessage.TABLE,
              RouteMessage.TABLE));
  private static final long LARGE = DeliveryMessage.SEQUENCE_MAX;

  static Stream<Message> largest() {
    List<LinkRecord.Claim> claims = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      claims.add(new LinkRecord.Claim(id(i), LinkRecord.ROUND_TRIP_MILLIS_MAX));
    }
    List<LinkRecord> records = new ArrayList<>();
    for (int i = 0; i < LinkStateMessage.Update.RECORDS_MAX; i++) {
      records.add(LinkRecord.of(id(1_000 + i), LinkRecord.EPOCH_MAX, claims));
    }
    List<Integer> buckets = new ArrayList<>();
    List<Long> hashes = new ArrayList<>();
    for (int i = 0; i < LinkStateMessage.Summary.BUCKETS_MAX; i++) {
      buckets.add(i);
      hashes.add(Long.MIN_VALUE + i);
    }
    List<LinkStateMessage.Stamp> stamps = new ArrayList<>();
    List<Long> origins = new ArrayList<>();
    for (int i = 0; i < LinkStateMessage.Contents.STAMPS_MAX; i++) {
      origins.add(Long.MIN_VALUE + i);
      stamps.add(new LinkStateMessage.Stamp(Long.MIN_VALUE + i, LinkRecord.EPOCH_MAX));
    }
    List<DeliveryMessage.Holdings> holdings = new ArrayList<>();
    for (int i = 0; i < DeliveryMessage.Digest.STREAMS_MAX; i++) {
      holdings.add(new DeliveryMessage.Holdings(i, LARGE, LARGE, LARGE, -1, Integer.MAX_VALUE));
    }
    long stream = Long.MIN_VALUE;
    return Stream.of(
        new BackboneMessage.Ask(true),
        new BackboneMessage.Grant(),
        new BackboneMessage.Refuse(),
        new BackboneMessage.Release(),
        new LinkStateMessage.Update(records),
        new LinkStateMessage.Summary(LinkRecord.EPOCH_MAX, hashes),
        new LinkStateMessage.Contents(LinkRecord.EPOCH_MAX, buckets.size(), buckets, stamps),
        new LinkStateMessage.Want(LinkRecord.EPOCH_MAX, origins),
        new LinkStateMessage.Epoch(LinkRecord.EPOCH_MAX),
        new DeliveryMessage.Digest(holdings),
        new DeliveryMessage.Pull(stream, LARGE, -1, Integer.MAX_VALUE, true),
        new DeliveryMessage.Prune(stream),
        new DeliveryMessage.Source(peer(1), Integer.MIN_VALUE, Bytes.wrap(new byte[32])),
        new DeliveryMessage.Unknown(stream),
        new DeliveryMessage.Mark(Integer.MIN_VALUE),
        new DeliveryMessage.Reached(Integer.MAX_VALUE),
        new DeliveryMessage.Push(
            DeliveryMessage.HOPS_MAX,
            Integer.MAX_VALUE,
            true,
            Bytes.wrap(new byte[225]),
            Bytes.wrap(new byte[62_000]),
            LARGE),
        new RouteMessage.Routed(
            peer(1),
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            new WrittenTree(
                Collections.nCopies(6_500, Long.MIN_VALUE), Collections.nCopies(6_500, 0)),
            Bytes.EMPTY));
  }

  @ParameterizedTest
  @MethodSource("largest")
  void theLargestMessageSurvivesItsFrame(Message message) throws WireException {
    byte[] frame = WIRE.encode(message);

    assertEquals(message, WIRE.decode(frame));
  }

  private static PeerId id(int number) {
    return PeerId.of(Digest.sha1(Bytes.utf8("peer " + number)));
  }
}
