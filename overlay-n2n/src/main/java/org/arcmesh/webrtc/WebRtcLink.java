package org.arcmesh.webrtc;

import java.util.ArrayList;
import java.util.List;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Connector.Closed;
import org.arcmesh.n2n.Connector.ConnectFailed;
import org.arcmesh.n2n.Connector.Connected;
import org.arcmesh.n2n.Connector.Described;
import org.arcmesh.n2n.Connector.Gathered;
import org.arcmesh.n2n.Description;
import org.arcmesh.wire.Bundle;
import org.arcmesh.wire.WireException;

/**
 * One session of one peer: a handshake, then perhaps a link. On the peer's thread.
 *
 * <p>Frames to the other side are bundled until the end of the turn, or until the bundle has
 * {@value #BUNDLE_BYTES} bytes.
 */
final class WebRtcLink implements NativeConnection.Listener {
  private static final int BUNDLE_BYTES = 16 * 1024;

  private final LivePeer peer;
  private final WebRtcConnector connector;
  private final long session;
  private final PeerId remote;
  private final NativeConnection connection;
  private final int outboundBytesMax;
  private final int inboundPerSecond;
  private final Gate gate;
  private final List<byte[]> pending = new ArrayList<>();
  private int pendingBytes;
  private State state = State.OPENING;
  private double allowance;
  private long allowanceAt;

  private enum State {
    OPENING,
    OPEN,
    /** Gone while a partition keeps the news from us; it is as if nothing came any more. */
    SEVERED,
    ENDED
  }

  WebRtcLink(
      LivePeer peer,
      WebRtcConnector connector,
      long session,
      PeerId remote,
      NativeFactory factory,
      WebRtcConfig config) {
    this.peer = peer;
    this.connector = connector;
    this.session = session;
    this.remote = remote;
    this.connection = new NativeConnection(factory, config, this);
    this.outboundBytesMax = config.outboundBytesMax();
    this.inboundPerSecond = config.inboundPerSecond();
    this.allowance = 2.0 * inboundPerSecond;
    this.gate = new Gate(peer, remote, message -> peer.receive(remote, message));
  }

  PeerId remote() {
    return remote;
  }

  long session() {
    return session;
  }

  NativeConnection connection() {
    return connection;
  }

  /** Adds a frame to the bundle of this turn. */
  void send(Message message, byte[] frame) {
    int waiting = connection.outboundBytes() + pendingBytes;
    if (state != State.OPEN) {
      peer.traffic().countDropped(Traffic.Drop.NO_LINK);
    } else if (waiting > outboundBytesMax) {
      peer.traffic().countDropped(Traffic.Drop.FULL_LINK);
      lose(Cause.CLOSED);
    } else if (waiting > outboundBytesMax / 2 && message instanceof Message.Expendable) {
      peer.traffic().countDropped(Traffic.Drop.SLOW_LINK);
    } else {
      peer.traffic().countSent(message, frame.length);
      int size = Bundle.PREFIX_BYTES + frame.length;
      if (pendingBytes + size > BUNDLE_BYTES || pending.size() == Bundle.FRAMES_MAX) {
        flush();
      }
      pending.add(frame);
      pendingBytes += size;
    }
  }

  /** Sends what this turn has bundled. */
  void flush() {
    if (!pending.isEmpty()) {
      connection.send(Bundle.join(pending));
      pending.clear();
      pendingBytes = 0;
    }
  }

  /** Closes, after all that was sent; nothing is heard of it any more. */
  void close() {
    flush();
    end();
    connection.close();
  }

  /** Falls silent, without a sign to the other side. */
  void abandon() {
    end();
    connection.abandon();
  }

  private void end() {
    if (state == State.OPENING) {
      connector.handshakeEnded();
    }
    state = State.ENDED;
    gate.close();
  }

  /** Ends an open link that is not closed by our peer, and tells it. */
  private void lose(Cause cause) {
    close();
    connector.remove(this);
    peer.receive(peer.id(), new Closed(session, cause));
  }

  // ---- what becomes of the connection

  @Override
  public void post(Runnable event) {
    peer.input(event);
  }

  @Override
  public void described(Description description) {
    if (state == State.OPENING) {
      peer.receive(peer.id(), new Described(session, description));
    }
  }

  @Override
  public void gathered(String candidate) {
    if (state == State.OPENING) {
      peer.receive(peer.id(), new Gathered(session, candidate));
    }
  }

  @Override
  public void opened() {
    if (state != State.OPENING) {
      return;
    }
    connector.handshakeEnded();
    if (isCut()) {
      // Its packets came through, but then those of a real network would not have.
      state = State.SEVERED;
      connection.close();
      return;
    }
    state = State.OPEN;
    connector.opened(this);
    peer.receive(peer.id(), new Connected(session, remote));
  }

  @Override
  public void failed(String reason) {
    if (state == State.OPENING) {
      end();
      connector.remove(this);
      peer.receive(peer.id(), new ConnectFailed(session, reason));
    }
  }

  @Override
  public void closed() {
    if (state != State.OPEN) {
      return;
    }
    if (isCut()) {
      state = State.SEVERED;
    } else {
      lose(Cause.CLOSED);
    }
  }

  @Override
  public void flooded() {
    if (state == State.OPEN) {
      peer.traffic().countDropped(Traffic.Drop.FULL_INBOX);
      lose(Cause.MISBEHAVED);
    }
  }

  @Override
  public void received(byte[] bundle) {
    // A first message may overtake the news that the channel is open.
    opened();
    try {
      for (byte[] frame : Bundle.split(bundle)) {
        if (state != State.OPEN) {
          return;
        }
        if (!allowsOneMore()) {
          flooded();
          return;
        }
        Message message = peer.wire().decode(frame);
        peer.traffic().countReceived(message, frame.length);
        gate.arrive(message);
      }
    } catch (WireException e) {
      peer.traffic().countRefused(e.reason());
      lose(Cause.MISBEHAVED);
    }
  }

  private boolean allowsOneMore() {
    long now = peer.nowMillis();
    double earned = (now - allowanceAt) / 1000.0 * inboundPerSecond;
    allowance = Math.min(2.0 * inboundPerSecond, allowance + earned) - 1;
    allowanceAt = now;
    return allowance >= 0;
  }

  private boolean isCut() {
    return peer.faults().cuts(remote, peer.id()) || peer.faults().cuts(peer.id(), remote);
  }
}
