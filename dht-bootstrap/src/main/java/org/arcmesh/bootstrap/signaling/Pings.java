package org.arcmesh.bootstrap.signaling;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;

/**
 * Lets no more pings and pongs in than messages: Netty answers or drops them before anything of
 * ours would see them.
 */
final class Pings extends ChannelInboundHandlerAdapter {
  private final RateLimit rate;
  private final Consumer<Rejection> rejected;

  Pings(int perSecond, Consumer<Rejection> rejected) {
    this.rate = new RateLimit(perSecond, System.nanoTime());
    this.rejected = rejected;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    boolean isControl =
        message instanceof PingWebSocketFrame || message instanceof PongWebSocketFrame;
    if (!isControl || rate.tryTake(System.nanoTime())) {
      ctx.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    if (ctx.channel().config().isAutoRead()) {
      ctx.channel().config().setAutoRead(false);
      rejected.accept(Rejection.RATE);
      ctx.close();
    }
  }
}
