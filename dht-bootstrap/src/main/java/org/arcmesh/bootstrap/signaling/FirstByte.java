package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets only HTTP requests of method GET in.
 *
 * <p>A port that is announced in the mainline DHT is dialed by BitTorrent clients all day long;
 * they hear nothing. A TLS client is served over TLS, or told in its own words that there is none.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {
  private static final byte TLS_HANDSHAKE = 22;

  /** A record of TLS 1.2 (RFC 5246, 6.2.1 and 7.2): alert, fatal, handshake failure. */
  private static final byte[] NO_TLS = {21, 3, 3, 0, 2, 2, 40};

  private final Optional<SslContext> tls;
  private final Duration patience;
  private final Consumer<Rejection> rejected;
  private boolean isSecure;

  /**
   * @param tls if there is any
   * @param patience how long a handshake of TLS may take
   */
  FirstByte(Optional<SslContext> tls, Duration patience, Consumer<Rejection> rejected) {
    this.tls = tls;
    this.patience = patience;
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
    if (first == TLS_HANDSHAKE && tls.isPresent() && !isSecure) {
      isSecure = true;
      SslHandler handler = tls.get().newHandler(ctx.alloc());
      handler.setHandshakeTimeoutMillis(patience.toMillis());
      ctx.pipeline().addFirst(handler);
      ctx.pipeline().fireChannelRead(message); // From the start: then we see what was decrypted.
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
