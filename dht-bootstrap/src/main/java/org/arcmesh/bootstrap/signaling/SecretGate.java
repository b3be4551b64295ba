package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.signaling.DoorMessage.Challenge;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proof;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Secret;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;

/**
 * Stands before the {@link Visit} of a private overlay, and steps aside for those who know its
 * secret. All others hear 32 random bytes and then nothing, whatever they say.
 */
final class SecretGate extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secret secret;
  private final Wire wire;
  private final Consumer<Rejection> rejected;
  private final Challenge challenge;

  SecretGate(Secret secret, Wire wire, Consumer<Rejection> rejected) {
    this.secret = secret;
    this.wire = wire;
    this.rejected = rejected;
    byte[] nonce = new byte[DoorMessage.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    this.challenge = new Challenge(Bytes.wrap(nonce));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof HandshakeComplete) {
      say(ctx, challenge);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (!ctx.channel().isActive()) {
      return; // What was still on its way when we hung up.
    }
    if (read(frame) instanceof Proof proof && SecretCheck.isProof(secret, challenge, proof)) {
      say(ctx, SecretCheck.proven(secret, challenge, proof));
      ctx.pipeline().remove(this);
    } else {
      rejected.accept(Rejection.SECRET);
      ctx.close();
    }
  }

  /** Null if it says nothing of ours. */
  private Object read(WebSocketFrame frame) {
    if (!(frame instanceof BinaryWebSocketFrame) || !frame.isFinalFragment()) {
      return null;
    }
    try {
      return wire.decode(ByteBufUtil.getBytes(frame.content()));
    } catch (WireException e) {
      return null;
    }
  }

  private void say(ChannelHandlerContext ctx, DoorMessage message) {
    ctx.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(wire.encode(message))));
  }
}
