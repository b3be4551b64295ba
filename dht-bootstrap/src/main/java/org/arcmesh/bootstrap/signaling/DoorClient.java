package org.arcmesh.bootstrap.signaling;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dials signaling nodes for one peer. Used on the peer's event loop. */
final class DoorClient {
  private static final Logger LOG = LoggerFactory.getLogger(DoorClient.class);

  private static final int HTTP_RESPONSE_BYTES_MAX = 8_192;

  private final DoorConfig config;
  private final Admission admission;
  private final DoorPeer peer;
  private final Contacts contacts;
  private final ChannelGroup sockets;
  private long opened;
  private final Wire wire = new Wire(List.of(DoorMessage.TABLE));

  DoorClient(DoorConfig config, Admission admission, DoorPeer peer, Contacts contacts) {
    this.contacts = contacts;
    this.sockets = new DefaultChannelGroup(peer.loop());
    this.config = config;
    this.admission = admission;
    this.peer = peer;
  }

  /**
   * Asks who is there, tells it who we are, and hangs up.
   *
   * @param ours what we believe of our component
   * @param own our own signaling node, or null if we are none
   */
  Call probe(Endpoint endpoint, Component ours, Endpoint own, Call.Listener listener) {
    return dial(endpoint, Purpose.probe(ours, own), listener);
  }

  /** Asks who is there, and to be let in. The call then is a door until it is hung up. */
  Call enter(Endpoint endpoint, Call.Listener listener) {
    return dial(endpoint, Purpose.ENTER, listener);
  }

  /** Asks who is there, and hangs up. */
  Call look(Endpoint endpoint, Call.Listener listener) {
    return dial(endpoint, Purpose.LOOK, listener);
  }

  /** Asks whether we can be reached at {@code own}. */
  Call dialBack(Endpoint endpoint, Endpoint own, Call.Listener listener) {
    return dial(endpoint, Purpose.dialBack(own), listener);
  }

  private Call dial(Endpoint endpoint, Purpose purpose, Call.Listener listener) {
    Call call = new Call(config, admission, peer, wire, purpose, listener);
    Optional<InetAddress> address = Addresses.literal(endpoint.host());
    if (address.isPresent()) {
      connect(call, endpoint, address.get());
    } else {
      resolve(call, endpoint);
    }
    return call;
  }

  /** Sockets to nodes that are open or being opened. */
  int open() {
    return sockets.size();
  }

  /** All that ever were. */
  long opened() {
    return opened;
  }

  /** Names block while they are looked up, and the loop never does. */
  private void resolve(Call call, Endpoint endpoint) {
    Runnable lookup =
        () -> {
          InetAddress address = lookUp(endpoint.host());
          try {
            peer.loop().execute(() -> resolved(call, endpoint, address));
          } catch (RejectedExecutionException e) {
            LOG.debug("{} was looked up too late: the peer's loop is over", endpoint.host());
          }
        };
    Thread thread = new Thread(lookup, "arcmesh-name");
    thread.setDaemon(true);
    thread.start();
  }

  private void resolved(Call call, Endpoint endpoint, InetAddress address) {
    if (address == null) {
      call.fail(Rejection.UNREACHABLE, "no host is named " + endpoint.host());
    } else {
      connect(call, endpoint, address);
    }
  }

  private static InetAddress lookUp(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Without the address, which Netty appends and whoever hears of this knows. */
  private static String reason(Throwable refusal) {
    Throwable plain = refusal.getCause() == null ? refusal : refusal.getCause();
    return String.valueOf(plain.getMessage());
  }

  private void connect(Call call, Endpoint named, InetAddress host) {
    if (call.isOver()) {
      return;
    }
    InetSocketAddress address = new InetSocketAddress(host, named.port());
    Endpoint dialed = Addresses.endpoint(address);
    ChannelFuture connecting =
        new Bootstrap()
            .group(peer.loop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.dialTimeout().toMillis() + 1_000)
            .handler(new Outfit(call, named, contacts.tlsOf(named)))
            .connect(address);
    call.dialing(connecting.channel(), dialed);
    sockets.add(connecting.channel()); // Until it is closed.
    opened++;
    connecting.addListener(
        future -> {
          if (!future.isSuccess()) {
            call.fail(Rejection.UNREACHABLE, reason(future.cause()));
          }
        });
  }

  private static final class Outfit extends ChannelInitializer<Channel> {
    private final Call call;
    private final Endpoint named;
    private final Optional<SslContext> tls;
    private final URI uri;

    Outfit(Call call, Endpoint named, Optional<SslContext> tls) {
      this.call = call;
      this.named = named;
      this.tls = tls;
      String scheme = tls.isPresent() ? "wss://" : "ws://";
      this.uri = URI.create(scheme + named + SignalingServer.PATH);
    }

    @Override
    protected void initChannel(Channel channel) {
      ChannelPipeline pipeline = channel.pipeline();
      tls.ifPresent(
          context ->
              pipeline.addLast(context.newHandler(channel.alloc(), named.host(), named.port())));
      pipeline.addLast(new HttpClientCodec());
      pipeline.addLast(new HttpObjectAggregator(HTTP_RESPONSE_BYTES_MAX));
      pipeline.addLast(new Pings(call.messagesPerSecond(), call::chatters));
      pipeline.addLast(
          new WebSocketClientProtocolHandler(
              WebSocketClientProtocolConfig.newBuilder()
                  .webSocketUri(uri)
                  .version(WebSocketVersion.V13)
                  .maxFramePayloadLength(Wire.FRAME_BYTES_MAX)
                  .build()));
      pipeline.addLast(call);
    }
  }
}
