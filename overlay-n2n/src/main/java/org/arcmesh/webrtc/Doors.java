package org.arcmesh.webrtc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Connector.DoorClosed;
import org.arcmesh.n2n.Connector.DoorOpened;

/** The open doors of one peer. On the peer's thread. */
final class Doors {
  private final LivePeer peer;
  private final Map<PeerId, Entry> entries = new LinkedHashMap<>();

  private record Entry(Door door, Gate gate) {}

  Doors(LivePeer peer) {
    this.peer = peer;
  }

  void open(PeerId remote, Door door) {
    Gate gate = new Gate(peer, remote, message -> peer.receive(remote, message));
    Entry replaced = entries.put(remote, new Entry(door, gate));
    if (replaced == null) {
      peer.receive(peer.id(), new DoorOpened(remote));
    } else if (replaced.door() != door) {
      replaced.door().close();
    }
  }

  void closed(PeerId remote, Door door) {
    Entry entry = entries.get(remote);
    if (entry != null && entry.door() == door) {
      entry.gate().close();
      entries.remove(remote);
      peer.receive(peer.id(), new DoorClosed(remote));
    }
  }

  boolean has(PeerId remote) {
    return entries.containsKey(remote);
  }

  void send(PeerId remote, byte[] frame) {
    entries.get(remote).door().send(frame);
  }

  void arrive(PeerId remote, Message message) {
    Entry entry = entries.get(remote);
    if (entry != null) {
      entry.gate().arrive(message);
    }
  }

  void closeAll() {
    List<Entry> all = List.copyOf(entries.values());
    entries.clear();
    for (Entry entry : all) {
      entry.gate().close();
      entry.door().close();
    }
  }
}
