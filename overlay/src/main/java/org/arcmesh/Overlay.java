package org.arcmesh;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;

/**
 * A peer of an application's overlay.
 *
 * <p>{@link #join} starts it. It then finds a signaling node of the application, gets its first
 * link through it, and goes on by itself, whatever the network does, until {@link #leave} or {@link
 * #close}.
 *
 * <p><b>Threads.</b> Every method may be called from any thread, callbacks included. Callbacks of
 * one peer run one at a time, in the order in which things happened, on the callback executor. A
 * callback may block, which delays further callbacks but not the peer; one that throws is logged,
 * and the next one runs. At most 100,000 callbacks with 64 MiB of payload wait; over that, the one
 * that has waited longest is dropped and counted in {@link OverlayView#callbacksDropped}.
 *
 * <p><b>Errors.</b> What the application does wrong is an {@link IllegalArgumentException}, at
 * once. What the machine lacks is an {@link EnvironmentException} of {@link OverlayBuilder#join}.
 * What the network does wrong is an event, {@link OverlayEvent.Failed}, and another attempt. A bug
 * of Arcmesh ends the peer: {@link #ended} fails with it.
 */
public final class Overlay implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final OverlaySettings settings;
  private final CallbackThread ownThread;
  private final Callbacks callbacks;
  private final Feed<Delivery> deliveries;
  private final Feed<OverlayEvent> events;
  private final CompletableFuture<OverlayEvent.Joined> joined = new CompletableFuture<>();
  private final Sending sending = new Sending(turn -> this.peer.run(turn));
  private RunningPeer peer;

  Overlay(OverlaySettings settings) {
    this.settings = settings;
    this.ownThread = settings.callbackExecutor() == null ? new CallbackThread() : null;
    this.callbacks = new Callbacks(ownThread != null ? ownThread : settings.callbackExecutor());
    this.deliveries = new Feed<>(callbacks, delivery -> delivery.payload().size());
    this.events = new Feed<>(callbacks, event -> 0);
    settings.deliveryListeners().forEach(deliveries::listen);
    settings.eventListeners().forEach(events::listen);
  }

  /** Joins the overlay of the application of this name, through the public mainline DHT. */
  public static Overlay join(String application) {
    return builder().application(application).join();
  }

  /**
   * Joins the overlay whose signaling nodes announce themselves under this infohash.
   *
   * @param hex 40 hex digits
   */
  public static Overlay joinInfohash(String hex) {
    return builder().infohash(hex).join();
  }

  /** Everything that can be chosen. */
  public static OverlayBuilder builder() {
    return new OverlayBuilder();
  }

  void start() {
    try {
      peer = RunningPeer.start(settings, this::onEvent);
    } catch (RuntimeException | Error e) {
      endCallbacks();
      throw e;
    }
    peer.call(
        stack -> {
          sending.open(stack.broadcast().orElseThrow());
          return null;
        });
    peer.ended()
        .whenComplete(
            (done, failure) -> {
              sending.close();
              Throwable cause = failure != null ? failure : left();
              joined.completeExceptionally(cause);
            });
  }

  /** Who we are. */
  public PeerId self() {
    return peer.identity().id();
  }

  /** Which overlay this is; the hash of the name, or the infohash it was given. */
  public ApplicationKey application() {
    return settings.application();
  }

  /**
   * Sends {@code payload} to every other peer of the overlay that can be reached: to each once, and
   * in the order of our calls.
   *
   * @param payload at most {@value Broadcast#PAYLOAD_BYTES_MAX} bytes
   * @return completes with the number of this broadcast among ours, from 0, once the links that it
   *     goes over have accepted it: not when others have got it. It completes on the peer's thread,
   *     so what depends on it must not block. Fails with {@link IllegalStateException} if the
   *     overlay has been left, or if 10,000 broadcasts or 32 MiB wait to be accepted.
   * @throws IllegalArgumentException if the payload is too large
   */
  public CompletableFuture<Long> broadcast(Bytes payload) {
    if (payload.size() > Broadcast.PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a broadcast has at most "
              + Broadcast.PAYLOAD_BYTES_MAX
              + " bytes, not "
              + payload.size());
    }
    if (peer.isEnded()) {
      return CompletableFuture.failedFuture(left());
    }
    return sending.send(payload);
  }

  /** {@link #broadcast(Bytes)} of a copy of {@code payload}. */
  public CompletableFuture<Long> broadcast(byte[] payload) {
    return broadcast(Bytes.copyOf(payload));
  }

  /** {@link #broadcast(Bytes)} of {@code text} in UTF-8. */
  public CompletableFuture<Long> broadcast(String text) {
    return broadcast(Bytes.utf8(text));
  }

  /**
   * Has {@code listener} called for every broadcast of another peer that reaches us. The latest
   * 1,000 that came before the first listener are kept for it.
   */
  public void onDelivery(Consumer<? super Delivery> listener) {
    deliveries.listen(Objects.requireNonNull(listener));
  }

  /**
   * Has {@code listener} called for every event but deliveries. The latest 1,000 that happened
   * before the first listener are kept for it.
   */
  public void onEvent(Consumer<? super OverlayEvent> listener) {
    events.listen(Objects.requireNonNull(listener));
  }

  /**
   * What the peer sees now. Waits until the peer has looked, which takes it a moment.
   *
   * @throws IllegalStateException if the overlay has been left
   */
  public OverlayView view() {
    if (peer.isEnded()) {
      throw left();
    }
    try {
      return peer.call(
              stack ->
                  new OverlayView(
                      self(),
                      stack.links().neighbors(),
                      stack.sampling().view(),
                      stack.component(),
                      callbacks.dropped()))
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the overlay has been left", e.getCause());
    }
  }

  /**
   * Completes when the peer has its first link, once; a later isolation, which the peer ends by
   * itself, does not change it. Fails if the overlay is left before.
   */
  public CompletableFuture<OverlayEvent.Joined> joined() {
    return joined.copy();
  }

  /**
   * Waits until the peer has its first link.
   *
   * @return whether it has; false if it has none yet after {@code patience}, and goes on trying
   * @throws IllegalStateException if the overlay has been left
   */
  public boolean awaitJoined(Duration patience) throws InterruptedException {
    try {
      joined.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the overlay has been left", e.getCause());
    }
  }

  /**
   * Stops being a signaling node, and stays in the overlay: the announcement in the DHT is not
   * repeated any more, newcomers are sent on to the other nodes that this one knows for {@code
   * patience}, and then the door is closed. PROTOCOLS 7 asks for 60 s. Nothing happens if the peer
   * is none.
   *
   * @return completes when the door is closed; never fails
   */
  public CompletableFuture<Void> retire(Duration patience) {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("a patience of " + patience);
    }
    return peer.retire(patience).copy();
  }

  /**
   * Leaves politely: neighbors are introduced to each other and told goodbye. Takes about a second.
   * May be called again.
   *
   * @return completes when the last link is closed; never fails
   */
  public CompletableFuture<Void> leave() {
    return peer.leave();
  }

  /** Completes when the peer is gone; fails if it went for a bug of Arcmesh. */
  public CompletableFuture<Void> ended() {
    return peer.ended().copy();
  }

  /**
   * {@linkplain #leave Leaves}, waits for it, five seconds at most, and lets everything go. What
   * has happened until then is still told to the callbacks, if they run on a thread of the peer's
   * own.
   */
  @Override
  public void close() {
    leave().completeOnTimeout(null, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    peer.close();
    endCallbacks();
  }

  private void endCallbacks() {
    if (ownThread != null) {
      ownThread.end();
    }
  }

  private void onEvent(OverlayEvent event) {
    if (event instanceof OverlayEvent.Delivered delivered) {
      deliveries.publish(
          new Delivery(
              delivered.from(), delivered.sequence(), delivered.payload(), delivered.hops()));
      return;
    }
    events.publish(event);
    if (event instanceof OverlayEvent.Joined first) {
      joined.complete(first);
    }
  }

  private static IllegalStateException left() {
    return new IllegalStateException("the overlay has been left");
  }
}
