package org.arcmesh.webrtc;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.Connector;
import org.arcmesh.n2n.Description;

/** The connections of one peer. On the peer's thread. */
final class WebRtcConnector implements Connector {
  private final LivePeer peer;
  private final WebRtcRuntime runtime;
  private final Map<Long, WebRtcLink> sessions = new LinkedHashMap<>();
  private final Map<PeerId, WebRtcLink> links = new LinkedHashMap<>();
  private final Set<WebRtcLink> unflushed = new LinkedHashSet<>();

  WebRtcConnector(LivePeer peer, WebRtcRuntime runtime) {
    this.peer = peer;
    this.runtime = runtime;
  }

  @Override
  public void offer(long session, PeerId remote) {
    begin(session, remote, runtime.offerAfterMillis(), NativeConnection::offer);
  }

  @Override
  public void answer(long session, PeerId remote, Description offer) {
    begin(session, remote, runtime.answerAfterMillis(), connection -> connection.answer(offer));
  }

  private void begin(
      long session, PeerId remote, int afterMillis, Consumer<NativeConnection> first) {
    if (sessions.containsKey(session)) {
      throw new AssertionError("session " + session + " is there already");
    }
    if (afterMillis > 0) {
      peer.receive(peer.id(), new Busy(session, afterMillis));
      return;
    }
    if (!runtime.beginHandshake()) {
      peer.receive(peer.id(), new ConnectFailed(session, "too many handshakes at once"));
      return;
    }
    WebRtcLink link =
        new WebRtcLink(peer, this, session, remote, runtime.factory(), runtime.config());
    sessions.put(session, link);
    first.accept(link.connection());
  }

  @Override
  public void accept(long session, Description answer) {
    WebRtcLink link = sessions.get(session);
    if (link != null) {
      link.connection().accept(answer);
    }
  }

  @Override
  public void addCandidate(long session, String candidate) {
    WebRtcLink link = sessions.get(session);
    if (link != null) {
      link.connection().addCandidate(candidate);
    }
  }

  @Override
  public void close(long session) {
    WebRtcLink link = sessions.get(session);
    if (link != null) {
      remove(link);
      link.close();
    }
  }

  /** The open link to {@code remote}, or null. */
  WebRtcLink linkTo(PeerId remote) {
    return links.get(remote);
  }

  /** Has {@code link} flushed at the end of the turn. */
  void flushLater(WebRtcLink link) {
    if (unflushed.isEmpty()) {
      peer.loop().execute(this::flush);
    }
    unflushed.add(link);
  }

  private void flush() {
    List<WebRtcLink> flushed = List.copyOf(unflushed);
    unflushed.clear();
    flushed.forEach(WebRtcLink::flush);
  }

  void opened(WebRtcLink link) {
    WebRtcLink replaced = links.put(link.remote(), link);
    if (replaced != null) {
      replaced.flush();
    }
  }

  void handshakeEnded() {
    runtime.endHandshake();
  }

  void remove(WebRtcLink link) {
    sessions.remove(link.session(), link);
    links.remove(link.remote(), link);
    unflushed.remove(link);
  }

  void closeAll() {
    drain(WebRtcLink::close);
  }

  void abandonAll() {
    drain(WebRtcLink::abandon);
  }

  private void drain(Consumer<WebRtcLink> end) {
    List<WebRtcLink> all = List.copyOf(sessions.values());
    sessions.clear();
    links.clear();
    unflushed.clear();
    all.forEach(end);
  }
}
