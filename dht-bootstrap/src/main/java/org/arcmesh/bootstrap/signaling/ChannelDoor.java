package org.arcmesh.bootstrap.signaling;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.arcmesh.webrtc.Door;

/** A door that is a WebSocket: the same at both ends. */
final class ChannelDoor implements Door {
  private final Channel channel;

  ChannelDoor(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void send(byte[] frame) {
    if (!channel.isWritable()) {
      // Whoever leaves a few offers unread for this long does not read at all.
      channel.close();
      return;
    }
    channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame)));
  }

  @Override
  public void close() {
    channel
        .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
