package org.arcmesh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.signaling.Contact;
import org.arcmesh.broadcast.delivery.DeliveryConfig;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.Secret;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.webrtc.WebRtcConfig;
import org.arcmesh.webrtc.WebRtcConfig.IceServer;

/**
 * How a peer is to join an overlay. Only the application has to be named; everything else has a
 * default.
 *
 * <p>Not safe for several threads. A builder may be used again; each {@link #join()} makes another
 * peer.
 */
public final class OverlayBuilder {
  private static final Duration HISTORY_MAX = Duration.ofDays(1);

  private final List<Endpoint> dht = new ArrayList<>();
  private final List<Contact> contacts = new ArrayList<>();
  private final List<IceServer> iceServers = new ArrayList<>();
  private final List<Consumer<? super Delivery>> deliveryListeners = new ArrayList<>();
  private final List<Consumer<? super OverlayEvent>> eventListeners = new ArrayList<>();
  private ApplicationKey application;
  private String applicationName;
  private Secret secret;
  private Endpoint listen;
  private Endpoint advertised;
  private Path certificate;
  private Path certificateKey;
  private Path trust;
  private DhtUse dhtUse = DhtUse.PUBLIC;
  private Path state;
  private boolean volunteer;
  private int maxLinks = SignalingConfig.DEFAULT.maxLinks();
  private WebRtcConfig links = WebRtcConfig.DEFAULT;
  private DeliveryConfig delivery = DeliveryConfig.DEFAULT;
  private Executor callbackExecutor;

  OverlayBuilder() {}

  /** The application by its name: peers of the same name meet. */
  public OverlayBuilder application(String name) {
    application = ApplicationKey.ofName(name);
    applicationName = name;
    return this;
  }

  /**
   * The application by an infohash: the key under which its signaling nodes announce themselves in
   * the DHT.
   *
   * @param hex 40 hex digits
   */
  public OverlayBuilder infohash(String hex) {
    application = ApplicationKey.ofInfohash(hex);
    applicationName = application.toString();
    return this;
  }

  /**
   * Makes the overlay a private one: only peers that have been given the same secret can find it,
   * enter it or read it. Peers of the same application with another secret, or without one, are in
   * overlays of their own.
   *
   * @param secret 16 to 1024 bytes, random: one that can be guessed protects nothing
   * @throws IllegalArgumentException if they are fewer or more
   */
  public OverlayBuilder secret(Bytes secret) {
    this.secret = Secret.of(secret);
    return this;
  }

  /**
   * Makes the peer a signaling node: it accepts newcomers over WebSocket there, and announces
   * itself in the DHT. Others must be able to reach this address.
   */
  public OverlayBuilder listen(Endpoint endpoint) {
    listen = Objects.requireNonNull(endpoint);
    return this;
  }

  /** {@link #listen(Endpoint)}, as {@code HOST:PORT}. */
  public OverlayBuilder listen(String endpoint) {
    return listen(Endpoint.parse(endpoint));
  }

  /**
   * Where others reach a signaling node that is behind a router or a reverse proxy: its address and
   * port are announced in the place of ours.
   */
  public OverlayBuilder advertise(Endpoint endpoint) {
    advertised = Objects.requireNonNull(endpoint);
    return this;
  }

  /** {@link #advertise(Endpoint)}, as {@code HOST:PORT}. */
  public OverlayBuilder advertise(String endpoint) {
    return advertise(Endpoint.parse(endpoint));
  }

  /**
   * Has a signaling node serve {@code wss}, too, on the same port.
   *
   * @param chain its certificate in PEM, and those between it and one that others trust
   * @param key its private key, PKCS #8 in PEM
   */
  public OverlayBuilder certificate(Path chain, Path key) {
    certificate = Objects.requireNonNull(chain);
    certificateKey = Objects.requireNonNull(key);
    return this;
  }

  /**
   * Nodes of the DHT to start from, besides those remembered from last time and, in the public DHT,
   * the well-known ones.
   */
  public OverlayBuilder dht(Endpoint... nodes) {
    dht.addAll(List.of(nodes));
    return this;
  }

  /** {@link #dht(Endpoint...)}, as {@code HOST:PORT}. */
  public OverlayBuilder dht(String... nodes) {
    for (String node : nodes) {
      dht.add(Endpoint.parse(node));
    }
    return this;
  }

  /**
   * The nodes of {@link #dht} are a private DHT, on loopback or a local network; the public one is
   * not asked. The peer's own DHT node is on the UDP port of the address it listens on, or else on
   * a loopback address that follows from its identity.
   */
  public OverlayBuilder privateDht() {
    dhtUse = DhtUse.PRIVATE;
    return this;
  }

  /** No DHT at all: the peer finds others through its contacts, or waits for them to come. */
  public OverlayBuilder withoutDht() {
    dhtUse = DhtUse.NONE;
    return this;
  }

  /** Signaling nodes that are known beforehand, asked beside the DHT. */
  public OverlayBuilder contacts(Endpoint... endpoints) {
    for (Endpoint endpoint : endpoints) {
      contacts.add(new Contact(endpoint, false));
    }
    return this;
  }

  /**
   * {@link #contacts(Endpoint...)}, as {@code ws://HOST:PORT}, {@code wss://HOST:PORT} over TLS, or
   * {@code HOST:PORT}.
   */
  public OverlayBuilder contacts(String... urls) {
    for (String url : urls) {
      contacts.add(Contact.parse(url));
    }
    return this;
  }

  /**
   * Certificates to trust at contacts over TLS, in PEM, in place of those that Java trusts. Peers
   * prove themselves in any case; TLS proves the name of the host.
   */
  public OverlayBuilder trust(Path certificates) {
    trust = Objects.requireNonNull(certificates);
    return this;
  }

  /**
   * The folder where the peer keeps its identity, readable by its owner only, and what it remembers
   * of the DHT; made if there is none. Without one the peer is somebody new each time.
   */
  public OverlayBuilder state(Path folder) {
    state = Objects.requireNonNull(folder);
    return this;
  }

  /**
   * Lets the peer become a signaling node, on a free port, when it finds none, whether it has
   * joined or not; it steps back when there are enough others. While there still is a node, that
   * one is asked to dial the peer: who cannot be reached does not step forward, and says so as a
   * {@link OverlayEvent.Failed}.
   */
  public OverlayBuilder volunteer() {
    volunteer = true;
    return this;
  }

  /**
   * A STUN server, {@code stun:HOST:PORT}: peers behind a router learn from it how others see them.
   * None is asked unless named here; peers of one network need none.
   */
  public OverlayBuilder iceServer(String url) {
    iceServers.add(IceServer.parse(url));
    return this;
  }

  /** A TURN server, {@code turn:HOST:PORT}, which passes on what cannot be connected directly. */
  public OverlayBuilder iceServer(String url, String user, String password) {
    iceServers.add(new IceServer(List.of(url), user, password));
    return this;
  }

  /**
   * The UDP ports that links are opened on, for a firewall; each link takes one for each address of
   * the machine. By default the system chooses.
   */
  public OverlayBuilder portRange(int min, int max) {
    if (min < 1) {
      throw new IllegalArgumentException("no port range: " + min + " to " + max);
    }
    links = links.withPorts(min, max);
    return this;
  }

  /**
   * The largest number of links, by default that of {@link SignalingConfig#DEFAULT}. Over it, other
   * peers are refused politely. A peer keeps about 3·ln N of them in an overlay of N.
   */
  public OverlayBuilder maxLinks(int count) {
    if (count < 8) {
      throw new IllegalArgumentException("a peer needs at least 8 links, not " + count);
    }
    maxLinks = count;
    return this;
  }

  /**
   * Keeps broadcasts of everybody for longer than the usual minute: after a split peers of one side
   * get from those of the other what was sent meanwhile, each once and in the order of its source,
   * as far as somebody still keeps it. What comes first of the three bounds counts, but not less
   * than without this option: 8,192 broadcasts, 32 MiB, 1 min. Peers that join later do not get it.
   *
   * @param broadcasts how many; small ones that were sent together count as one
   * @param bytes of them, in the memory of this peer
   * @param age how long
   */
  public OverlayBuilder history(int broadcasts, long bytes, Duration age) {
    if (broadcasts < 1 || bytes < 1 || age.isNegative() || age.compareTo(HISTORY_MAX) > 0) {
      throw new IllegalArgumentException(
          "a history of " + broadcasts + " broadcasts, " + bytes + " bytes and " + age);
    }
    delivery =
        DeliveryConfig.DEFAULT.withCausal(delivery.causal()).withHistory(broadcasts, bytes, age);
    return this;
  }

  /**
   * Has our broadcasts delivered everywhere after those that we had got, or sent, before: nobody
   * gets our answer before the question. What such a broadcast comes after is waited for like
   * anything that is missing, for some seconds at most. It takes about ten bytes for each other
   * source that has spoken since our last broadcast, eight of them at most.
   */
  public OverlayBuilder causal() {
    delivery = delivery.withCausal(true);
    return this;
  }

  /**
   * Runs all callbacks of the peer. It must not run them in the thread that hands them over. By
   * default each peer has a daemon thread of its own for them.
   */
  public OverlayBuilder callbackExecutor(Executor executor) {
    callbackExecutor = Objects.requireNonNull(executor);
    return this;
  }

  /** As {@link Overlay#onDelivery}, before there is anything to miss. */
  public OverlayBuilder onDelivery(Consumer<? super Delivery> listener) {
    deliveryListeners.add(Objects.requireNonNull(listener));
    return this;
  }

  /** As {@link Overlay#onEvent}, before there is anything to miss. */
  public OverlayBuilder onEvent(Consumer<? super OverlayEvent> listener) {
    eventListeners.add(Objects.requireNonNull(listener));
    return this;
  }

  /**
   * Starts the peer, which then joins by itself, as soon as it finds somebody: see {@link
   * Overlay#joined}. Takes as long as it takes to load the native library and to open the sockets.
   *
   * @throws IllegalArgumentException if the settings contradict each other, or name no application
   * @throws EnvironmentException if the machine lacks something: a native library, the port to
   *     listen on, a state folder that can be written
   */
  public Overlay join() {
    OverlaySettings settings = settings();
    Overlay overlay = new Overlay(settings);
    overlay.start();
    return overlay;
  }

  OverlaySettings settings() {
    if (application == null) {
      throw new IllegalArgumentException("no application: give its name or an infohash");
    }
    if (dhtUse == DhtUse.PRIVATE && dht.isEmpty() && listen == null) {
      throw new IllegalArgumentException(
          "a private DHT needs the address of one of its nodes, or an address to listen on");
    }
    if (dhtUse == DhtUse.NONE && !dht.isEmpty()) {
      throw new IllegalArgumentException("DHT nodes are given, and that there be no DHT");
    }
    if (dhtUse == DhtUse.NONE && contacts.isEmpty() && listen == null) {
      throw new IllegalArgumentException(
          "without a DHT a peer needs a contact, or an address to listen on");
    }
    if (listen == null && (advertised != null || certificate != null)) {
      throw new IllegalArgumentException(
          "an address to advertise or a certificate is for a peer that listens");
    }
    return new OverlaySettings(
        application,
        applicationName,
        Optional.ofNullable(secret),
        new OverlaySettings.Serving(listen, advertised, certificate, certificateKey),
        List.copyOf(dht),
        dhtUse,
        List.copyOf(contacts),
        trust,
        state,
        volunteer,
        maxLinks,
        links.withIceServers(iceServers),
        delivery,
        callbackExecutor,
        List.copyOf(deliveryListeners),
        List.copyOf(eventListeners));
  }
}
