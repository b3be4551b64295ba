package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;

/**
 * Lets only HTTP requests of method GET in.
 *
 * <p>A port that is announced in the mainline DHT is dialed by BitTorrent clients all day long;
 * they hear nothing. A TLS client is told in its own words that there is no TLS here.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {
  private static final byte TLS_HANDSHAKE = 22;

  /** A record of TLS 1.2 (RFC 5246, 6.2.1 and 7.2): alert, fatal, handshake failure. */
  private static final byte[] NO_TLS = {21, 3, 3, 0, 2, 2, 40};

  private final Consumer<Rejection> rejected;

  FirstByte(Consumer<Rejection> rejected) {
    this.rejected = rejected;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    byte first = bytes.getByte(bytes.readerIndex());
    if (first == 'G') {
      ctx.pipeline().remove(this);
      ctx.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    rejected.accept(Rejection.OTHER_PROTOCOL);
    ctx.channel().config().setAutoRead(false);
    if (first == TLS_HANDSHAKE) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_TLS)).addListener(ChannelFutureListener.CLOSE);
    } else {
      ctx.close();
    }
  }
}
