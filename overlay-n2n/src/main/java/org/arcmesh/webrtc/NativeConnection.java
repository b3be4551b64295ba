package org.arcmesh.webrtc;

import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.arcmesh.n2n.Description;

/**
 * One WebRTC connection with its one data channel, as a state machine of the native thread.
 *
 * <p>Any thread may call the methods from {@link #offer} to {@link #abandon}; they only add tasks.
 * The channel is negotiated beforehand (its id is 0 on both sides), which saves a round trip.
 */
final class NativeConnection {
  /** How long the last frames of a closed channel may take to get out. */
  private static final int LINGER_MILLIS = 1_000;

  /** An abandoned connection is gone when its other end, too, has given it up, or after this. */
  private static final int ABANDON_MILLIS = 20_000;

  /** A full channel is looked at again after this long; it empties at about 70 MB/s. */
  private static final int POLL_MILLIS = 2;

  /** Bundles sent in a row before another link has its turn. */
  private static final int TURN_BUNDLES = 32;

  private final NativeFactory factory;
  private final NativeThread thread;
  private final WebRtcConfig config;
  private final Listener listener;
  private final Callbacks callbacks;
  private final Outbound outbound = new Outbound();
  private final AtomicBoolean draining = new AtomicBoolean();

  private State state = State.NEW;
  private RTCPeerConnection connection;
  private RTCDataChannel channel;
  private String localSdp;
  private final List<String> localCandidates = new ArrayList<>();
  private boolean described;
  private boolean remoteIsSet;
  private final List<String> earlyCandidates = new ArrayList<>();
  private long bufferedAtMost;

  private enum State {
    NEW,
    OPENING,
    OPEN,
    ENDING,
    ENDED
  }

  /** Hears of a connection, on the thread of the peer. */
  interface Listener {
    /** Runs {@code event}, a call of another method of this, on the thread of the peer. */
    void post(Runnable event);

    void described(Description description);

    void gathered(String candidate);

    void opened();

    /** Never opened, and is gone. */
    void failed(String reason);

    /** Was open, and is gone, not by our doing. */
    void closed();

    void received(byte[] bundle);

    /** More came in than may wait; some of it is lost. */
    void flooded();
  }

  NativeConnection(NativeFactory factory, WebRtcConfig config, Listener listener) {
    this.factory = factory;
    this.thread = factory.thread();
    this.config = config;
    this.listener = listener;
    this.callbacks = new Callbacks(this, listener, config.inboundBytesMax());
  }

  void offer() {
    thread.run(
        guarded(
            () -> {
              create();
              connection.createOffer(new RTCOfferOptions(), callbacks.created());
            }));
  }

  void answer(Description offer) {
    thread.run(
        guarded(
            () -> {
              create();
              setRemote(RTCSdpType.OFFER, Sdp.ofOffer(offer));
            }));
  }

  void accept(Description answer) {
    thread.run(guarded(() -> setRemote(RTCSdpType.ANSWER, Sdp.ofAnswer(answer))));
  }

  void addCandidate(String candidate) {
    if (Sdp.isUsable(candidate)) {
      thread.run(guarded(() -> addUsable(candidate)));
    }
  }

  /** Sends a bundle after those before it. The array is given up. */
  void send(byte[] bundle) {
    outbound.add(bundle);
    drainSoon();
  }

  private void drainSoon() {
    if (!outbound.isEmpty() && draining.compareAndSet(false, true)) {
      thread.runFirst(guarded(this::drain));
    }
  }

  /** Bytes that wait for the channel. */
  int outboundBytes() {
    return outbound.bytes();
  }

  /** Closes, after all that was sent. */
  void close() {
    thread.run(guarded(this::end));
  }

  /** Never says a word again, as if this end had lost its power. */
  void abandon() {
    thread.run(
        guarded(
            () -> {
              outbound.clear();
              if (state == State.OPEN) {
                thread.runLater(ABANDON_MILLIS, this::dispose);
              } else {
                dispose();
              }
            }));
  }

  // ---- on the native thread

  /** What native code throws, mostly {@code Error}s, ends this connection and no other. */
  private Runnable guarded(NativeCall call) {
    return () -> {
      if (state == State.ENDED) {
        return;
      }
      try {
        call.run();
      } catch (Exception | LinkageError e) {
        fail(String.valueOf(e));
      } catch (Error e) {
        if (e.getClass() != Error.class) {
          throw e;
        }
        fail(e.getMessage());
      }
    };
  }

  /** Native code declares what it throws differently from call to call. */
  interface NativeCall {
    void run() throws Exception;
  }

  /** Has a callback's news handled as a task; the only thing a callback may do. */
  void enqueue(NativeCall call) {
    thread.run(guarded(call));
  }

  private void create() {
    RTCConfiguration configuration = new RTCConfiguration();
    for (WebRtcConfig.IceServer server : config.iceServers()) {
      RTCIceServer ice = new RTCIceServer();
      ice.urls.addAll(server.urls());
      ice.username = server.userName();
      ice.password = server.password();
      configuration.iceServers.add(ice);
    }
    configuration.portAllocatorConfig.minPort = config.portMin();
    configuration.portAllocatorConfig.maxPort = config.portMax();
    // Each TCP candidate would cost a descriptor, and no peer of ours has a use for it.
    configuration.portAllocatorConfig.setDisableTcp(true).setDisableLinkLocalNetworks(true);
    state = State.OPENING;
    connection = factory.connect(configuration, callbacks, this);
    RTCDataChannelInit init = new RTCDataChannelInit();
    init.ordered = true;
    init.negotiated = true;
    init.id = 0;
    channel = connection.createDataChannel("arcmesh", init);
    channel.registerObserver(callbacks);
    thread.runLater(
        config.connectTimeout().toMillis(),
        guarded(
            () -> {
              if (state == State.OPENING) {
                fail("not open after " + config.connectTimeout().toMillis() + " ms");
              }
            }));
  }

  private void setRemote(RTCSdpType type, String sdp) {
    connection.setRemoteDescription(
        new RTCSessionDescription(type, sdp), callbacks.set(() -> onRemoteSet(type)));
  }

  private void onRemoteSet(RTCSdpType type) {
    remoteIsSet = true;
    earlyCandidates.forEach(this::addUsable);
    earlyCandidates.clear();
    if (type == RTCSdpType.OFFER) {
      connection.createAnswer(new RTCAnswerOptions(), callbacks.created());
    }
  }

  private void addUsable(String candidate) {
    if (remoteIsSet) {
      connection.addIceCandidate(new RTCIceCandidate(Sdp.MID, 0, "candidate:" + candidate));
    } else if (earlyCandidates.size() < Description.CANDIDATES_MAX) {
      earlyCandidates.add(candidate);
    }
  }

  void onCreated(RTCSessionDescription local) {
    localSdp = local.sdp;
    connection.setLocalDescription(local, callbacks.set(() -> {}));
    thread.runLater(config.gatherTimeout().toMillis(), guarded(this::describe));
  }

  void onCandidate(String found) {
    Sdp.essential(found)
        .filter(candidate -> localCandidates.size() < Description.CANDIDATES_MAX)
        .ifPresent(this::onUsableCandidate);
  }

  private void onUsableCandidate(String candidate) {
    localCandidates.add(candidate);
    if (described) {
      listener.post(() -> listener.gathered(candidate));
    } else if (config.iceServers().isEmpty()) {
      int known = localCandidates.size();
      thread.runLater(
          config.gatherQuiet().toMillis(),
          guarded(
              () -> {
                if (localCandidates.size() == known) {
                  describe();
                }
              }));
    }
  }

  void onGathered() {
    if (localCandidates.isEmpty()) {
      fail(NativeFactory.networkProblem().orElse("no ICE candidate was found"));
    } else {
      describe();
    }
  }

  private void describe() {
    if (!described && state == State.OPENING) {
      described = true;
      Description description = Sdp.describe(localSdp, localCandidates);
      listener.post(() -> listener.described(description));
    }
  }

  void onChannelChange() {
    RTCDataChannelState now = channel.getState();
    if (now == RTCDataChannelState.OPEN && state == State.OPENING) {
      state = State.OPEN;
      listener.post(listener::opened);
      // A message that overtook this news has opened the link already, and been answered.
      drainSoon();
    } else if (now == RTCDataChannelState.CLOSED) {
      fail("the channel was closed");
    }
  }

  /** It is over, not by our doing. */
  void fail(String reason) {
    State before = state;
    try {
      dispose();
    } finally {
      if (before == State.OPEN) {
        listener.post(listener::closed);
      } else if (before == State.NEW || before == State.OPENING) {
        listener.post(() -> listener.failed(reason));
      }
    }
  }

  private void drain() throws Exception {
    for (int sent = 0; sent < TURN_BUNDLES; sent++) {
      int size = outbound.nextBytes();
      if (size == 0 || state != State.OPEN) {
        break;
      }
      if (bufferedAtMost + size > config.highWaterBytes()) {
        // Asking is a hop to another thread, so it is done only when the channel may be full.
        bufferedAtMost = channel.getBufferedAmount();
        if (bufferedAtMost > 0 && bufferedAtMost + size > config.highWaterBytes()) {
          thread.runLater(POLL_MILLIS, guarded(this::drain));
          return;
        }
      }
      transmit(outbound.next());
    }
    draining.set(false);
    if (state == State.OPEN) {
      drainSoon();
    }
  }

  private void transmit(byte[] bundle) throws Exception {
    bufferedAtMost += bundle.length;
    // The binding sends the whole array, whatever the buffer's position and limit.
    channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(bundle), true));
  }

  private void end() throws Exception {
    if (state != State.OPEN) {
      dispose();
      return;
    }
    state = State.ENDING;
    while (!outbound.isEmpty()) {
      transmit(outbound.next());
    }
    // A connection that is closed at once takes its last frames with it, and now and then the
    // other end does not hear of it. A channel that is closed sends the rest, then tells.
    channel.close();
    thread.runLater(LINGER_MILLIS, this::dispose);
  }

  boolean isEnding() {
    return state == State.ENDING;
  }

  /** Frees everything, at once. */
  void dispose() {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    outbound.clear();
    factory.forget(this);
    if (channel != null) {
      channel.unregisterObserver();
    }
    if (connection != null) {
      Release.close(connection);
    }
    if (channel != null) {
      channel.dispose();
    }
  }
}
