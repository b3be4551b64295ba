package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.DialBack;
import org.arcmesh.bootstrap.signaling.DoorMessage.DialedBack;
import org.arcmesh.bootstrap.signaling.DoorMessage.Enter;
import org.arcmesh.bootstrap.signaling.DoorMessage.Present;
import org.arcmesh.bootstrap.signaling.DoorMessage.Unwelcome;
import org.arcmesh.bootstrap.signaling.DoorMessage.Welcome;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.webrtc.Door;
import org.arcmesh.wire.WireException;

/** One socket of a signaling node: who is there, and what it wants. */
final class Visit extends SimpleChannelInboundHandler<WebSocketFrame> {
  /** After a refusal: time enough for the state that caused it to pass. Guess. */
  private static final int RETRY_MILLIS = 3_000;

  /** PROTOCOLS 7: a retiring node answers for so long; then it is gone. */
  private static final int RETIRED_MILLIS = 60_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SignalingServer server;
  private final RateLimit rate;
  private InetAddress source; // Null before the HTTP request.
  private Claims ours; // What we said in our hello; null before.
  private boolean presented;
  private boolean dialedBack;
  private PeerId guest; // Whose door this is; null before the welcome.
  private Door door;
  private boolean over;

  Visit(SignalingServer server) {
    this.server = server;
    this.rate = new RateLimit(server.config().messagesPerSecond(), System.nanoTime());
  }

  /** Whoever calls is at this address, as far as one can see. */
  void calledFrom(InetAddress address) {
    source = address;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.executor()
        .schedule(
            () -> {
              if (ours == null && ctx.channel().isActive()) {
                close(ctx, Rejection.TIMEOUT);
              }
            },
            server.config().askTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    ctx.fireChannelActive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (over) {
      return;
    }
    if (!rate.tryTake(System.nanoTime())) {
      close(ctx, Rejection.RATE);
      return;
    }
    if (!(frame instanceof BinaryWebSocketFrame) || !frame.isFinalFragment()) {
      close(ctx, Rejection.MALFORMED);
      return;
    }
    byte[] bytes = ByteBufUtil.getBytes(frame.content());
    try {
      if (guest != null) {
        server.peer().receiveFromDoor(guest, bytes);
      } else {
        onMessage(server.wire().decode(bytes), ctx);
      }
    } catch (WireException e) {
      if (e.reason() == WireException.Reason.VERSION && guest == null) {
        turnAway(ctx, Rejection.VERSION); // In ours: it may be able to read that, or log it.
      } else {
        close(ctx, Rejection.MALFORMED);
      }
    }
  }

  private void onMessage(Message message, ChannelHandlerContext ctx) {
    if (message instanceof Ask ask && ours == null) {
      onAsk(ask, ctx);
    } else if (message instanceof Present present && ours != null && !presented) {
      onPresent(present, ctx);
    } else if (message instanceof DialBack dialBack && ours != null && !dialedBack) {
      onDialBack(dialBack, ctx);
    } else if (message instanceof Enter enter && ours != null) {
      onEnter(enter, ctx);
    } else {
      close(ctx, Rejection.MALFORMED); // Nothing that an asker says, or not now.
    }
  }

  private void onAsk(Ask ask, ChannelHandlerContext ctx) {
    if (!ask.application().equals(server.overlay())) {
      turnAway(ctx, Rejection.APPLICATION);
    } else if (!server.isAt((InetSocketAddress) ctx.channel().localAddress(), ask.dialed())) {
      turnAway(ctx, Rejection.ADDRESS);
    } else if (!server.mayGreet()) {
      turnAway(ctx, Rejection.FULL);
    } else {
      ServedPeer peer = server.peer();
      byte[] nonce = new byte[DoorMessage.NONCE_BYTES];
      RANDOM.nextBytes(nonce);
      ours =
          new Claims(
              peer.identity().publicKey(),
              Bytes.wrap(nonce),
              peer.alternates(),
              peer.links(),
              peer.component(),
              System.currentTimeMillis());
      say(ctx, HelloCheck.hello(peer.identity(), ask, ours));
    }
  }

  private void onPresent(Present present, ChannelHandlerContext ctx) {
    presented = true;
    ServedPeer peer = server.peer();
    if (!HelloCheck.isProven(peer.identity(), server.overlay(), ours, present)) {
      turnAway(ctx, Rejection.SIGNATURE);
      return;
    }
    PeerId asker = PeerId.ofPublicKey(present.publicKey());
    if (asker.equals(peer.identity().id())) {
      turnAway(ctx, Rejection.SELF);
    } else if (!server.config().reachable().test(asker)) {
      turnAway(ctx, Rejection.CUT);
    } else {
      peer.post(new Discovery.Visited(dialable(present.endpoint()), asker, present.component()));
    }
  }

  /** With the address that the asker is seen at, if it names none. */
  private Endpoint inView(Endpoint claimed) {
    boolean isAnyHost =
        Addresses.literal(claimed.host()).filter(a -> a.isAnyLocalAddress()).isPresent();
    return isAnyHost ? Addresses.endpoint(new InetSocketAddress(source, claimed.port())) : claimed;
  }

  /** Where the asker's own node is, as far as it can be: it may not know its address. */
  private Endpoint dialable(Endpoint claimed) {
    if (claimed == null) {
      return null;
    }
    Endpoint endpoint = inView(claimed);
    return Addresses.isDialable(endpoint, server.config().isPublic()) ? endpoint : null;
  }

  private void onDialBack(DialBack dialBack, ChannelHandlerContext ctx) {
    dialedBack = true;
    DoorConfig config = server.config();
    Endpoint endpoint = inView(dialBack.endpoint());
    String seen = Addresses.endpoint(new InetSocketAddress(source, endpoint.port())).host();
    if (!Addresses.isDialable(endpoint, config.isPublic())) {
      say(ctx, new DialedBack(endpoint, Rejection.PRIVATE_HOST.word()));
    } else if (config.isPublic() && !endpoint.host().equals(seen)) {
      // Nobody has us knock at the doors of others.
      say(ctx, new DialedBack(endpoint, Rejection.ADDRESS.word()));
    } else if (!server.dialBacks().mayStart()) {
      turnAway(ctx, Rejection.FULL);
    } else {
      server
          .dialBacks()
          .start(endpoint, PeerId.ofPublicKey(dialBack.publicKey()), answer -> say(ctx, answer));
    }
  }

  private void onEnter(Enter enter, ChannelHandlerContext ctx) {
    ServedPeer peer = server.peer();
    if (!HelloCheck.isProven(peer.identity(), server.overlay(), ours, enter)) {
      turnAway(ctx, Rejection.SIGNATURE);
      return;
    }
    PeerId newcomer = PeerId.ofPublicKey(enter.publicKey());
    Rejection refusal = server.admit(newcomer, ctx.channel());
    if (refusal != null) {
      turnAway(ctx, refusal);
      return;
    }
    guest = newcomer;
    door = new ChannelDoor(ctx.channel());
    peer.openDoor(guest, door);
    say(ctx, new Welcome(peer.contact(guest)));
  }

  private void say(ChannelHandlerContext ctx, DoorMessage message) {
    byte[] frame = server.wire().encode(message);
    ctx.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame)));
  }

  private void turnAway(ChannelHandlerContext ctx, Rejection reason) {
    say(ctx, new Unwelcome(reason.word(), retryMillis(reason)));
    close(ctx, reason);
  }

  /** Those who come at the same time do not come back at the same time. */
  private static int retryMillis(Rejection reason) {
    return reason == Rejection.FULL || reason == Rejection.RATE
        ? ThreadLocalRandom.current().nextInt(RETRY_MILLIS - 1_000, RETRY_MILLIS + 2_000)
        : reason == Rejection.RETIRING ? RETIRED_MILLIS : RETRY_MILLIS;
  }

  private void close(ChannelHandlerContext ctx, Rejection reason) {
    if (over) {
      return;
    }
    over = true;
    server.count(reason);
    WebSocketCloseStatus status =
        reason == Rejection.MALFORMED
            ? WebSocketCloseStatus.PROTOCOL_ERROR
            : WebSocketCloseStatus.POLICY_VIOLATION;
    ctx.writeAndFlush(new CloseWebSocketFrame(status)).addListener(ChannelFutureListener.CLOSE);
    // Whoever does not read never lets the last words out.
    ctx.executor()
        .schedule(
            () -> ctx.close(), server.config().askTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!ctx.channel().isWritable()) {
      ctx.close(); // As a door does: it asks, and does not read what we answer.
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      close(ctx, Rejection.IDLE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over = true;
    if (guest != null) {
      server.dismiss(guest, ctx.channel());
      server.peer().closeDoor(guest, door);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof TooLongFrameException
        || cause instanceof CorruptedWebSocketFrameException corrupted
            && corrupted.closeStatus().code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
      server.count(Rejection.OVERSIZE);
      ctx.close();
    } else if (cause instanceof DecoderException) {
      server.count(Rejection.MALFORMED);
      ctx.close();
    } else if (cause instanceof IOException) {
      ctx.close(); // Reset by the other side.
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }
}
