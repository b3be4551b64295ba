package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import org.arcmesh.core.Component;

/** Answers what is no WebSocket: {@code /health} in JSON, anything else not at all (404). */
final class Health extends SimpleChannelInboundHandler<FullHttpRequest> {
  static final String PATH = "/health";

  private final SignalingServer server;

  Health(SignalingServer server) {
    this.server = server;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    boolean known = request.uri().equals(PATH) && mayKnow(ctx, request);
    ByteBuf body = ByteBufUtil.writeUtf8(ctx.alloc(), known ? json() : "{}\n");
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            known ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND,
            body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  /** A node of a private overlay answers strangers nothing. */
  private boolean mayKnow(ChannelHandlerContext ctx, FullHttpRequest request) {
    return !server.isPrivate()
        || !request.headers().contains(Turnstile.FORWARDED_FOR)
            && ctx.channel().remoteAddress() instanceof InetSocketAddress address
            && address.getAddress().isLoopbackAddress();
  }

  // Numbers, hex digits and our own words only: nothing in it needs escaping.
  private String json() {
    ServedPeer peer = server.peer();
    Component component = peer.component();
    return String.format(
        Locale.ROOT,
        "{\"role\":\"%s\",\"peer\":\"%s\",\"application\":\"%s\",\"connections\":%d,"
            + "\"guests\":%d,\"nodeSockets\":%d,\"members\":%d,\"nodesKnown\":%d,\"component\":\"%s\",\"peers\":%.1f,"
            + "\"uptimeMs\":%d,\"rejected\":{%s}}%n",
        server.isRetiring() ? "retiring" : "signaling",
        peer.identity().id(),
        server.overlay(),
        server.connections(),
        server.guests(),
        peer.nodeSockets(),
        peer.links(),
        peer.alternates().size(),
        component.smallest().stream()
            .findFirst()
            .map(member -> HexFormat.of().toHexDigits(member))
            .orElse(""),
        component.peers(),
        server.uptimeMillis(),
        server.rejected().entrySet().stream()
            .map(reason -> "\"" + reason.getKey() + "\":" + reason.getValue())
            .collect(Collectors.joining(",")));
  }
}
