package org.arcmesh.bootstrap.signaling;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;

/** A WebSocket server that says whatever a test wants, to whatever it is told. */
final class HostileNode implements AutoCloseable {
  private static final Wire WIRE = new Wire(List.of(DoorMessage.TABLE));

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listener;

  /**
   * @param answers frames for each message
   */
  HostileNode(Function<Message, List<byte[]>> answers) {
    this(List::of, answers);
  }

  /**
   * @param first frames that it says before it is asked
   */
  HostileNode(Supplier<List<byte[]>> first, Function<Message, List<byte[]>> answers) {
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(8_192),
                            new WebSocketServerProtocolHandler("/arcmesh"),
                            new Liar(first, answers));
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
  }

  static byte[] frame(DoorMessage message) {
    return WIRE.encode(message);
  }

  Endpoint endpoint() {
    return Addresses.endpoint((InetSocketAddress) listener.localAddress());
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static final class Liar extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
    private final Supplier<List<byte[]>> first;
    private final Function<Message, List<byte[]>> answers;

    Liar(Supplier<List<byte[]>> first, Function<Message, List<byte[]>> answers) {
      this.first = first;
      this.answers = answers;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof HandshakeComplete) {
        first.get().forEach(frame -> say(ctx, frame));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame frame)
        throws WireException {
      Message message = WIRE.decode(ByteBufUtil.getBytes(frame.content()));
      for (byte[] answer : answers.apply(message)) {
        say(ctx, answer);
      }
    }

    private static void say(ChannelHandlerContext ctx, byte[] frame) {
      ctx.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame)));
    }
  }
}
