package org.arcmesh.webrtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.arcmesh.webrtc.NativeConnection.NativeCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What native threads call for one connection. Every method copies and posts, and lets nothing
 * escape: an exception that reaches native code ends the JVM.
 */
final class Callbacks implements PeerConnectionObserver, RTCDataChannelObserver {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private final NativeConnection connection;
  private final NativeConnection.Listener listener;
  private final int inboundBytesMax;
  private final AtomicInteger inboundBytes = new AtomicInteger();
  private final AtomicBoolean flooded = new AtomicBoolean();

  Callbacks(NativeConnection connection, NativeConnection.Listener listener, int inboundBytesMax) {
    this.connection = connection;
    this.listener = listener;
    this.inboundBytesMax = inboundBytesMax;
  }

  private static void safely(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      LOG.error("A native callback failed", e);
    }
  }

  private void enqueue(NativeCall call) {
    safely(() -> connection.enqueue(call));
  }

  @Override
  public void onIceCandidate(RTCIceCandidate candidate) {
    String sdp = candidate.sdp;
    enqueue(() -> connection.onCandidate(sdp));
  }

  @Override
  public void onIceGatheringChange(RTCIceGatheringState state) {
    if (state == RTCIceGatheringState.COMPLETE) {
      enqueue(connection::onGathered);
    }
  }

  @Override
  public void onConnectionChange(RTCPeerConnectionState state) {
    if (state == RTCPeerConnectionState.FAILED) {
      enqueue(() -> connection.fail("no path was found, or it broke"));
    }
  }

  @Override
  public void onStateChange() {
    enqueue(connection::onChannelChange);
  }

  @Override
  public void onBufferedAmountChange(long previous) {
    // Never called by webrtc-java 0.14.0.
  }

  @Override
  public void onMessage(RTCDataChannelBuffer message) {
    safely(
        () -> {
          int size = message.data.remaining();
          if (inboundBytes.addAndGet(size) > inboundBytesMax) {
            inboundBytes.addAndGet(-size);
            if (flooded.compareAndSet(false, true)) {
              listener.post(listener::flooded);
            }
            return;
          }
          byte[] bundle = new byte[size];
          message.data.get(bundle);
          listener.post(
              () -> {
                inboundBytes.addAndGet(-size);
                listener.received(bundle);
              });
        });
  }

  /** For the making of a local description. */
  CreateSessionDescriptionObserver created() {
    return new CreateSessionDescriptionObserver() {
      @Override
      public void onSuccess(RTCSessionDescription description) {
        enqueue(() -> connection.onCreated(description));
      }

      @Override
      public void onFailure(String reason) {
        enqueue(() -> connection.fail(reason));
      }
    };
  }

  /** For the setting of a description, after which {@code next} follows. */
  SetSessionDescriptionObserver set(NativeCall next) {
    return new SetSessionDescriptionObserver() {
      @Override
      public void onSuccess() {
        enqueue(next);
      }

      @Override
      public void onFailure(String reason) {
        enqueue(() -> connection.fail(reason));
      }
    };
  }
}
