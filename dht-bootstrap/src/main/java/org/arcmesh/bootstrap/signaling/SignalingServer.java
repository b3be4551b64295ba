package org.arcmesh.bootstrap.signaling;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Promise;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.PeerId;
import org.arcmesh.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes a peer a signaling node: a WebSocket server that answers newcomers for it.
 *
 * <p>{@code ws://HOST:PORT/arcmesh} speaks {@link DoorMessage}; {@code GET /health} tells in JSON
 * how the node is; in a private overlay, only whoever asks from the same machine. Everything runs
 * on the peer's event loop. What strangers do wrong is counted and costs them their own socket,
 * nothing else.
 */
public final class SignalingServer implements AutoCloseable {
  static final String PATH = "/arcmesh";

  private static final Logger LOG = LoggerFactory.getLogger(SignalingServer.class);
  private static final int HTTP_REQUEST_BYTES_MAX = 8_192;
  private static final long SELECT_MILLIS_MAX = 1_000;

  private final Entrance entrance;
  private final Admission admission;
  private final ApplicationKey overlay;
  private final ServedPeer peer;
  private final DoorConfig config;
  private final Wire wire = new Wire(List.of(DoorMessage.TABLE));
  private final ChannelGroup sockets;
  private final Map<PeerId, Channel> guests = new LinkedHashMap<>();
  private final RejectionCounts rejected = new RejectionCounts();
  private final long startedNanos = System.nanoTime();
  private final RateLimit hellos;
  private final Callers callers;
  private final DialBacks dialBacks;
  private Channel listener;
  private boolean retiring;

  private SignalingServer(
      Entrance entrance, Admission admission, ServedPeer peer, DoorConfig config) {
    this.entrance = entrance;
    this.admission = admission;
    this.overlay = admission.overlay();
    this.peer = peer;
    this.config = config;
    this.hellos = new RateLimit(config.hellosPerSecond(), System.nanoTime());
    this.dialBacks = new DialBacks(config, admission, peer);
    this.callers = new Callers(config.callers());
    this.sockets = new DefaultChannelGroup(peer.loop());
  }

  /** Listens for newcomers of a public overlay. */
  public static SignalingServer start(
      Entrance entrance, ApplicationKey application, ServedPeer peer, DoorConfig config)
      throws BindException {
    return start(entrance, Admission.open(application), peer, config);
  }

  /**
   * Listens. Not to be called on the peer's event loop, for it waits until the port is open.
   *
   * @param entrance where; a hello for any other address is refused, see {@link Rejection#ADDRESS}
   * @throws BindException naming the address, if it cannot be listened on
   */
  public static SignalingServer start(
      Entrance entrance, Admission admission, ServedPeer peer, DoorConfig config)
      throws BindException {
    InetSocketAddress listen = entrance.listen();
    SignalingServer server = new SignalingServer(entrance, admission, peer, config);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(peer.loop())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 256)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(server.new Reception())
            .bind(listen)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      String where = listen.getHostString() + ":" + listen.getPort();
      String why = bound.cause().getMessage();
      BindException failure = new BindException("cannot listen on " + where + ": " + why);
      failure.initCause(bound.cause());
      throw failure;
    }
    server.listener = bound.channel();
    return server;
  }

  /** Where others reach it: what was said of that, or where it listens. */
  public Endpoint endpoint() {
    return entrance.advertised().orElseGet(this::local);
  }

  /** Where it listens, with the port it got. */
  private Endpoint local() {
    return Addresses.endpoint((InetSocketAddress) listener.localAddress());
  }

  /** How many were turned away, by {@link Rejection#word()}. On the peer's event loop. */
  public Map<String, Long> rejected() {
    return rejected.byWord();
  }

  /**
   * From now on whoever wants to enter is sent on to the other nodes that are known, if any is. On
   * the peer's event loop.
   */
  public void retire() {
    retiring = true;
  }

  /** Stops listening and closes all sockets; when it returns, off the loop, the port is free. */
  @Override
  public void close() {
    ChannelFuture closed = listener.close();
    sockets.close();
    if (!peer.loop().inEventLoop() && !peer.loop().isShuttingDown()) {
      closed.awaitUninterruptibly();
      awaitNextSelect();
    }
  }

  /** The JDK frees the port of a closed channel only when its selector next runs. */
  private void awaitNextSelect() {
    EventLoop loop = peer.loop();
    Promise<Void> selected = loop.newPromise();
    // What the loop schedules for itself is looked for once per turn, after the selector has run.
    loop.execute(() -> loop.schedule(() -> selected.setSuccess(null), 1, TimeUnit.MILLISECONDS));
    selected.awaitUninterruptibly(SELECT_MILLIS_MAX);
  }

  ApplicationKey overlay() {
    return overlay;
  }

  boolean isPrivate() {
    return admission.secret().isPresent();
  }

  ServedPeer peer() {
    return peer;
  }

  DoorConfig config() {
    return config;
  }

  Wire wire() {
    return wire;
  }

  void count(Rejection rejection) {
    rejected.add(rejection);
  }

  boolean isRetiring() {
    return retiring;
  }

  DialBacks dialBacks() {
    return dialBacks;
  }

  Callers callers() {
    return callers;
  }

  /** Whether there are more sockets than there should be, so that new ones are sent away. */
  boolean isFull() {
    return sockets.size() > config.sockets();
  }

  int connections() {
    return sockets.size();
  }

  int guests() {
    return guests.size();
  }

  long uptimeMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
  }

  /**
   * Whether a connection to {@code local} may have been dialed as {@code dialed}. A node behind a
   * router does not know its public address, so one of a private address believes any public one.
   */
  boolean isAt(InetSocketAddress local, Endpoint dialed) {
    Endpoint own = Addresses.endpoint(local);
    return own.equals(dialed)
        || entrance.advertised().filter(dialed::equals).isPresent()
        || Addresses.isPrivate(local.getAddress())
            && Addresses.literal(dialed.host())
                .filter(address -> !Addresses.isPrivate(address))
                .isPresent();
  }

  /** Whether there is time to sign one more hello. */
  boolean mayGreet() {
    return hellos.tryTake(System.nanoTime());
  }

  /** Why {@code guest} may not have a door, or null if it has one now. */
  Rejection admit(PeerId guest, Channel channel) {
    if (guest.equals(peer.identity().id())) {
      return Rejection.SELF;
    }
    if (!config.reachable().test(guest)) {
      return Rejection.CUT;
    }
    if (peer.isNeighbor(guest)) {
      return Rejection.NEIGHBOR;
    }
    if (guests.containsKey(guest)) {
      return Rejection.GUEST;
    }
    if (!callers.mayEnter(guest)) {
      return Rejection.RATE;
    }
    if (retiring && !peer.alternates().isEmpty()) {
      return Rejection.RETIRING;
    }
    if (guests.size() >= config.guests()) {
      return Rejection.FULL;
    }
    guests.put(guest, channel);
    return null;
  }

  void dismiss(PeerId guest, Channel channel) {
    guests.remove(guest, channel);
  }

  private final class Reception extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
      if (remote == null || mayNotEvenAsk(remote.getAddress())) {
        count(Rejection.FULL);
        channel.close();
        return;
      }
      sockets.add(channel);
      callers.connected(remote.getAddress(), channel);
      Visit visit = new Visit(SignalingServer.this);
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.addLast(
          new FirstByte(entrance.tls(), config.askTimeout(), SignalingServer.this::count));
      pipeline.addLast(new HttpServerCodec());
      pipeline.addLast(new HttpObjectAggregator(HTTP_REQUEST_BYTES_MAX));
      pipeline.addLast(new Turnstile(SignalingServer.this, visit));
      pipeline.addLast(new Pings(config.messagesPerSecond(), SignalingServer.this::count));
      pipeline.addLast(
          new WebSocketServerProtocolHandler(
              WebSocketServerProtocolConfig.newBuilder()
                  .websocketPath(PATH)
                  .maxFramePayloadLength(Wire.FRAME_BYTES_MAX)
                  .handshakeTimeoutMillis(config.askTimeout().toMillis())
                  .build()));
      // Behind what answers pings: whoever only pings says nothing.
      pipeline.addLast(new IdleStateHandler(config.idle().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
      pipeline.addLast(new Health(SignalingServer.this));
      admission
          .secret()
          .ifPresent(
              secret ->
                  pipeline.addLast(new SecretGate(secret, wire, SignalingServer.this::count)));
      pipeline.addLast(visit);
      pipeline.addLast(new LastResort());
    }

    /**
     * Whoever is one too many is told so in words, up to twice as many sockets. A reverse proxy on
     * this machine calls for many.
     */
    private boolean mayNotEvenAsk(InetAddress address) {
      return sockets.size() >= 2 * config.sockets()
          || !address.isLoopbackAddress() && callers.crowds(address, 2);
    }
  }

  /** An exception that no handler knows is a bug of ours; it costs one socket and is told. */
  private static final class LastResort extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      LOG.error("a signaling node fails to serve {}", ctx.channel().remoteAddress(), cause);
      ctx.close();
    }
  }
}
