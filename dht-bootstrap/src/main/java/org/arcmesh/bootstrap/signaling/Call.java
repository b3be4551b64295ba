package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Challenge;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.DialBack;
import org.arcmesh.bootstrap.signaling.DoorMessage.DialedBack;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proof;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proven;
import org.arcmesh.bootstrap.signaling.DoorMessage.Unwelcome;
import org.arcmesh.bootstrap.signaling.DoorMessage.Welcome;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.webrtc.Door;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with a signaling node, from the dial to the end. Lives on the peer's event loop.
 */
final class Call extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** How long a probe that was answered may become an entry. Guess: many times what it takes. */
  private static final long LINGER_MILLIS = 100;

  private final DoorConfig config;
  private final Admission admission;
  private final ApplicationKey overlay;
  private final DoorPeer peer;
  private final Wire wire;
  private Purpose purpose;
  private Listener listener;
  private Channel channel; // Null while a name is being looked up.
  private Ask ask;
  private boolean isUpgraded; // The WebSocket is open.
  private Challenge challenge; // These two in a private overlay only.
  private Proof proof;
  private boolean isTrusted; // Whether the node may hear what we ask.
  private Claims claims; // Those of the node's hello; null before.
  private PeerId node; // Who signed them; null before.
  private Door door; // Null before the welcome.
  private Future<?> deadline;
  private final RateLimit rate;
  private boolean lingers; // A probe that was answered.
  private boolean over;

  /**
   * Hears how a call goes: {@code verified} at most once, then exactly one of {@code probed},
   * {@code entered}, {@code dialedBack} and {@code failed}; in the end {@code closed}, if a probe
   * was answered or a node entered.
   */
  interface Listener {
    /** The node has proven who it is. */
    default void verified(PeerId node, Claims claims) {}

    /** It was looked at, or probed. */
    default void probed(PeerId node, Claims claims) {}

    default void entered(PeerId node, PeerId contact) {}

    default void dialedBack(DialedBack answer) {}

    /**
     * @param retryMillis when the node says that asking again makes sense, or 0
     */
    void failed(Rejection reason, String detail, int retryMillis);

    default void closed() {}
  }

  Call(
      DoorConfig config,
      Admission admission,
      DoorPeer peer,
      Wire wire,
      Purpose purpose,
      Listener listener) {
    this.config = config;
    this.admission = admission;
    this.overlay = admission.overlay();
    this.peer = peer;
    this.wire = wire;
    this.purpose = purpose;
    this.listener = listener;
    this.rate = new RateLimit(config.messagesPerSecond(), System.nanoTime());
    expectWithin(1, "no answer");
  }

  void dialing(Channel channel, Endpoint dialed) {
    this.channel = channel;
    this.ask = new Ask(overlay, nonce(), dialed);
  }

  private static Bytes nonce() {
    byte[] nonce = new byte[DoorMessage.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return Bytes.wrap(nonce);
  }

  int messagesPerSecond() {
    return config.messagesPerSecond();
  }

  /** The node pings all the time, and the connection is being closed. */
  void chatters(Rejection reason) {
    fail(reason, "pings and nothing else");
  }

  /** Whether there is somebody at all. */
  boolean isConnected() {
    return channel != null && channel.isActive();
  }

  boolean isOver() {
    return over;
  }

  /** Ends the call, in whatever state it is. */
  void hangUp() {
    if (door == null) {
      fail(Rejection.HUNG_UP, "hung up");
    } else {
      door.close();
    }
  }

  void fail(Rejection reason, String detail) {
    fail(reason, detail, 0);
  }

  private void fail(Rejection reason, String detail, int retryMillis) {
    if (over || door != null) {
      return;
    }
    end();
    if (channel != null) {
      channel.close();
    }
    if (lingers) {
      listener.closed();
    } else {
      listener.failed(reason, detail, retryMillis);
    }
  }

  private void end() {
    over = true;
    deadline.cancel(false);
  }

  private void expectWithin(int dials, String failure) {
    deadline =
        peer.loop()
            .schedule(
                () -> timeOut(failure),
                dials * config.dialTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void timeOut(String failure) {
    if (isUpgraded && !isTrusted && challenge == null) {
      fail(Rejection.SECRET, "it does not ask for the secret: its overlay has none");
    } else {
      fail(Rejection.TIMEOUT, failure);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE && !over) {
      isUpgraded = true;
      if (admission.secret().isEmpty()) {
        ask();
      }
    }
  }

  private void ask() {
    isTrusted = true;
    say(ask);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (over) {
      return;
    }
    if (!rate.tryTake(System.nanoTime())) {
      misbehaved(Rejection.RATE, "more messages than any node has to say");
      return;
    }
    if (!(frame instanceof BinaryWebSocketFrame) || !frame.isFinalFragment()) {
      misbehaved(Rejection.MALFORMED, "no binary frame");
      return;
    }
    byte[] bytes = ByteBufUtil.getBytes(frame.content());
    try {
      if (door != null) {
        peer.receiveFromDoor(node, bytes);
      } else {
        onMessage(wire.decode(bytes));
      }
    } catch (WireException e) {
      misbehaved(Rejection.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private void onMessage(Message message) {
    if (message instanceof Challenge asked && challenge == null) {
      onChallenge(asked);
    } else if (message instanceof Proven proven && proof != null && !isTrusted) {
      onProven(proven);
    } else if (message instanceof Hello hello && node == null && isTrusted) {
      onHello(hello);
    } else if (message instanceof Welcome welcome && node != null && purpose.isEntry()) {
      onWelcome(welcome);
    } else if (message instanceof DialedBack answer
        && node != null
        && purpose.kind() == Purpose.Kind.DIAL_BACK) {
      end();
      close();
      listener.dialedBack(answer);
    } else if (message instanceof Unwelcome unwelcome) {
      Rejection reason = Rejection.ofWord(unwelcome.reason());
      fail(reason, "the node says: " + unwelcome.reason(), unwelcome.retryMillis());
    } else {
      misbehaved(Rejection.MALFORMED, "an answer to nothing");
    }
  }

  private void onChallenge(Challenge asked) {
    if (admission.secret().isEmpty()) {
      fail(Rejection.SECRET, "its overlay has a secret, and ours has none");
      return;
    }
    challenge = asked;
    proof = SecretCheck.proof(admission.secret().get(), challenge, nonce());
    say(proof);
  }

  private void onProven(Proven proven) {
    if (SecretCheck.isProven(admission.secret().orElseThrow(), challenge, proof, proven)) {
      ask();
    } else {
      fail(Rejection.SECRET, "it does not know our secret");
    }
  }

  private void onHello(Hello hello) {
    Optional<Rejection> flaw =
        HelloCheck.reject(peer.identity(), ask, hello, System.currentTimeMillis());
    if (flaw.isPresent()) {
      fail(flaw.get(), "a hello that does not hold");
      return;
    }
    claims = hello.claims();
    node = PeerId.ofPublicKey(claims.publicKey());
    listener.verified(node, claims);
    if (!config.reachable().test(node)) {
      fail(Rejection.CUT, "discovery is cut");
    } else if (purpose.isEntry()) {
      enter();
    } else if (purpose.kind() == Purpose.Kind.DIAL_BACK) {
      say(new DialBack(peer.identity().publicKey(), purpose.own()));
      deadline.cancel(false);
      expectWithin(2, "no word of whether we can be reached"); // It dials as patiently as we do.
    } else if (purpose.kind() == Purpose.Kind.PROBE) {
      say(HelloCheck.present(peer.identity(), overlay, claims, purpose.ours(), purpose.own()));
      lingers = true;
      deadline.cancel(false);
      deadline = peer.loop().schedule(this::part, LINGER_MILLIS, TimeUnit.MILLISECONDS);
      listener.probed(node, claims);
    } else {
      end();
      close();
      listener.probed(node, claims);
    }
  }

  private void part() {
    end();
    close();
    listener.closed();
  }

  /**
   * Has the probe that was answered a moment ago go on as an entry.
   *
   * @return false if it is too late
   */
  boolean goesOnAsEntry(Listener entry) {
    if (!lingers || over || !channel.isActive()) {
      return false;
    }
    lingers = false;
    listener.closed();
    purpose = Purpose.ENTER;
    listener = entry;
    enter();
    return true;
  }

  private void enter() {
    say(HelloCheck.enter(peer.identity(), overlay, claims));
    deadline.cancel(false);
    expectWithin(1, "no welcome");
  }

  private void onWelcome(Welcome welcome) {
    deadline.cancel(false);
    door = new ChannelDoor(channel);
    peer.openDoor(node, door);
    listener.entered(node, welcome.contact());
  }

  private void say(DoorMessage message) {
    channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(wire.encode(message))));
  }

  private void close() {
    channel
        .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private void misbehaved(Rejection reason, String detail) {
    fail(reason, detail);
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (door != null && !over) {
      end();
      peer.closeDoor(node, door);
      listener.closed();
    } else if (proof != null && !isTrusted) {
      fail(Rejection.SECRET, "it does not take our secret for its own");
    } else {
      fail(Rejection.OTHER_PROTOCOL, "the other side closed the connection");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof TooLongFrameException
        || cause instanceof CorruptedWebSocketFrameException corrupted
            && corrupted.closeStatus().code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
      fail(Rejection.OVERSIZE, "a frame that is too long");
    } else if (HttpRefusal.of(cause).isPresent()) {
      HttpRefusal refusal = HttpRefusal.of(cause).get();
      fail(refusal.reason(), "the node is busy", refusal.retryMillis());
    } else if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
      fail(Rejection.CERTIFICATE, String.valueOf(cause.getMessage()));
    } else if (cause instanceof IOException) {
      fail(Rejection.UNREACHABLE, String.valueOf(cause.getMessage()));
    } else if (cause instanceof CodecException || cause instanceof WebSocketHandshakeException) {
      fail(Rejection.OTHER_PROTOCOL, String.valueOf(cause.getMessage()));
    } else {
      LOG.error("a call to {} fails by a bug", ask.dialed(), cause);
      fail(Rejection.HUNG_UP, "a bug of ours: " + cause);
    }
    ctx.close();
  }
}
