package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets a call in, or tells it in HTTP when to call again: before the WebSocket, where saying no
 * costs least.
 *
 * <p>A call from this machine may come through a reverse proxy, which says for whom: the last
 * address of {@code X-Forwarded-For} is believed, for nobody outside can write it.
 */
final class Turnstile extends ChannelInboundHandlerAdapter {
  static final String FORWARDED_FOR = "X-Forwarded-For";

  private final SignalingServer server;
  private final Visit visit;

  Turnstile(SignalingServer server, Visit visit) {
    this.server = server;
    this.visit = visit;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof FullHttpRequest request)) {
      ctx.fireChannelRead(message);
      return;
    }
    InetAddress direct = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
    Optional<InetAddress> forwarded = forwardedFor(direct, request);
    forwarded.ifPresent(address -> server.callers().connected(address, ctx.channel()));
    InetAddress source = forwarded.orElse(direct);
    visit.calledFrom(source);
    if (!server.callers().mayCall(source)) {
      refuse(ctx, request, HttpResponseStatus.TOO_MANY_REQUESTS, Rejection.RATE);
    } else if (!request.uri().equals(Health.PATH)
        && (server.isFull() || server.callers().crowds(source, 1))) {
      refuse(ctx, request, HttpResponseStatus.SERVICE_UNAVAILABLE, Rejection.FULL);
    } else {
      ctx.pipeline().remove(this);
      ctx.fireChannelRead(request);
    }
  }

  private static Optional<InetAddress> forwardedFor(InetAddress direct, FullHttpRequest request) {
    String header = request.headers().get(FORWARDED_FOR);
    if (header == null || !direct.isLoopbackAddress()) {
      return Optional.empty();
    }
    return Addresses.literal(header.substring(header.lastIndexOf(',') + 1).strip());
  }

  private void refuse(
      ChannelHandlerContext ctx,
      FullHttpRequest request,
      HttpResponseStatus why,
      Rejection reason) {
    ReferenceCountUtil.release(request);
    server.count(reason);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, why, Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .setInt(HttpHeaderNames.RETRY_AFTER, ThreadLocalRandom.current().nextInt(2, 6))
        .setInt(HttpHeaderNames.CONTENT_LENGTH, 0)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    ctx.channel().config().setAutoRead(false);
    ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
