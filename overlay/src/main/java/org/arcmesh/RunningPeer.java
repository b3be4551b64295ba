package org.arcmesh;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.arcmesh.bootstrap.mainline.LoopbackAddress;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.bootstrap.signaling.Certificates;
import org.arcmesh.bootstrap.signaling.Contact;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.bootstrap.signaling.OnDemandDht;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.webrtc.MissingLibraries;
import org.arcmesh.webrtc.NativeFactory;
import org.arcmesh.webrtc.WebRtcRuntime;

/** Everything that an {@link Overlay} has running: the peer, its DHT node, its runtime. */
final class RunningPeer {
  private static final Duration NETWORK_CHECK = Duration.ofSeconds(30);

  /** The usual port of the mainline DHT. */
  private static final int DHT_PORT = 6881;

  private static final int DHT_PORTS_TRIED = 8;

  private final OverlaySettings settings;
  private final Consumer<OverlayEvent> events;
  private final ArrayDeque<Runnable> open = new ArrayDeque<>();
  private Volunteering volunteering; // Null unless it may volunteer.
  private LiveStack live;
  private CompletableFuture<Void> leaving;

  private RunningPeer(OverlaySettings settings, Consumer<OverlayEvent> events) {
    this.settings = settings;
    this.events = events;
  }

  /**
   * Starts all that the settings ask for, or nothing.
   *
   * @param events hears of everything that happens to the peer, on its thread
   */
  static RunningPeer start(OverlaySettings settings, Consumer<OverlayEvent> events) {
    RunningPeer running = new RunningPeer(settings, events);
    try {
      running.open();
      return running;
    } catch (MissingLibraries | IOException e) {
      running.close();
      throw new EnvironmentException(e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      running.close();
      throw e;
    }
  }

  Identity identity() {
    return live.peer().identity();
  }

  /** Runs something on the peer's thread, unless the peer is over. */
  void run(Runnable turn) {
    live.peer().run(turn);
  }

  <T> CompletableFuture<T> call(Function<Stack, T> question) {
    return live.call(question);
  }

  /** Stops being a signaling node; completes when the door is closed. */
  CompletableFuture<Void> retire(Duration patience) {
    return live.retire(patience);
  }

  /** Completes when the peer has left. */
  synchronized CompletableFuture<Void> leave() {
    if (leaving == null) {
      leaving = live.leave().exceptionally(failure -> null);
    }
    return leaving.copy();
  }

  /** Whether the peer is over. */
  boolean isEnded() {
    return live.peer().isEnded();
  }

  /** Completes when the peer is over; fails if a bug ended it. */
  CompletableFuture<Void> ended() {
    return live.peer().ended();
  }

  /** Ends at once what still runs. May be called again. */
  synchronized void close() {
    if (open.isEmpty()) {
      return;
    }
    try {
      open.pop().run();
    } finally {
      close(); // What one part fails to close is no reason to keep the others open.
    }
  }

  private void open() throws IOException {
    Optional<StateFolder> state = Optional.ofNullable(settings.state()).map(StateFolder::open);
    state.ifPresent(folder -> open.push(folder::close));
    Identity identity = state.map(StateFolder::identity).orElseGet(Ed25519Identity::generate);

    WebRtcRuntime runtime = new WebRtcRuntime(settings.links(), new Faults());
    open.push(runtime::close);

    Admission admission = new Admission(settings.application(), settings.secret());
    Optional<NodeFile> nodes = state.map(folder -> new NodeFile(folder, admission));
    nodes.ifPresent(file -> open.push(file::close));

    MainlineLookup mainline = MainlineLookup.NONE;
    if (settings.dhtUse() != DhtUse.NONE) {
      Optional<Path> table = state.map(StateFolder::dht);
      OnDemandDht dht =
          OnDemandDht.start(
              contacts -> startDht(identity, table, contacts), OnDemandDht.REST_AFTER);
      open.push(dht::close);
      mainline = dht;
    }

    DoorConfig doors = settings.dhtUse() == DhtUse.PUBLIC ? DoorConfig.PUBLIC : DoorConfig.PRIVATE;
    live =
        LiveStack.create(
            runtime, identity, stack(), doors, mainline, contacts(), events, this::onAnswer);
    open.push(live::crash);
    nodes.ifPresent(this::remember);
    if (settings.serving().isChosen()) {
      live.serve(entrance(settings.serving()));
    }
    runtime.onExit(() -> leave().completeOnTimeout(null, 3, TimeUnit.SECONDS).join());
    if (settings.volunteer() && !settings.serving().isChosen()) {
      volunteering = volunteering();
    }
    live.start();
    live.peer().run(this::checkNetwork);
    if (volunteering != null) {
      volunteering.start();
    }
  }

  /** Signaling nodes that answer are kept for the next start, and those of last time are asked. */
  private void remember(NodeFile file) {
    live.discovery().recall(file.read());
    live.discovery().onAnswering(file::write);
  }

  private Contacts contacts() throws IOException {
    boolean anySecure = settings.contacts().stream().anyMatch(Contact::isSecure);
    return Contacts.of(
        settings.contacts(),
        anySecure
            ? Optional.of(Certificates.trusted(Optional.ofNullable(settings.trust())))
            : Optional.empty());
  }

  private static Entrance entrance(OverlaySettings.Serving serving) throws IOException {
    return new Entrance(
        new InetSocketAddress(serving.listen().host(), serving.listen().port()),
        Optional.ofNullable(serving.advertised()),
        serving.certificate() == null
            ? Optional.empty()
            : Optional.of(Certificates.own(serving.certificate(), serving.key())));
  }

  private StackSettings stack() {
    SignalingConfig links = SignalingConfig.DEFAULT;
    return StackSettings.of(settings.application(), settings.applicationName())
        .withSecret(settings.secret())
        .withSignaling(
            new SignalingConfig(
                links.heartbeat(),
                links.silence(),
                links.grace(),
                links.openDeadline(),
                settings.maxLinks(),
                links.relaysPerSecond()))
        .withDelivery(settings.delivery())
        .withSignalingNode(settings.serving().isChosen());
  }

  private Mainline startDht(Identity identity, Optional<Path> storage, List<Endpoint> contacts)
      throws IOException {
    boolean isPrivate = settings.dhtUse() == DhtUse.PRIVATE;
    List<Endpoint> bootstrap = new ArrayList<>(settings.dht());
    if (!isPrivate) {
      bootstrap.addAll(MainlineConfig.PUBLIC_ROUTERS);
    }
    contacts.stream()
        .filter(contact -> !bootstrap.contains(contact))
        .limit(Math.max(0, MainlineConfig.BOOTSTRAP_MAX - bootstrap.size()))
        .forEach(bootstrap::add);
    if (isPrivate && settings.serving().isChosen()) {
      return Mainline.start(
          new MainlineConfig(settings.serving().listen(), bootstrap, true, storage));
    }
    String host = isPrivate ? LoopbackAddress.of(identity.id()) : "0.0.0.0";
    int port = isPrivate ? DHT_PORT : ThreadLocalRandom.current().nextInt(49_152, 65_000);
    for (int attempt = 1; ; attempt++) {
      try {
        return Mainline.start(
            new MainlineConfig(new Endpoint(host, port), bootstrap, isPrivate, storage));
      } catch (BindException e) {
        if (attempt == DHT_PORTS_TRIED) {
          throw e;
        }
        port++; // Nobody chose this one: the next does as well.
      }
    }
  }

  /** On a host without a network WebRTC never connects, and does not say so. */
  private void checkNetwork() {
    NativeFactory.networkProblem()
        .ifPresent(
            problem -> {
              events.accept(new OverlayEvent.Failed(problem, NETWORK_CHECK));
              live.peer()
                  .loop()
                  .schedule(
                      () -> live.peer().run(this::checkNetwork),
                      NETWORK_CHECK.toMillis(),
                      TimeUnit.MILLISECONDS);
            });
  }

  private void onAnswer(Message answer) {
    if (volunteering != null) {
      volunteering.onAnswer(answer);
    }
  }

  private Volunteering volunteering() {
    boolean isPublic = settings.dhtUse() == DhtUse.PUBLIC;
    return new Volunteering(
        live,
        isPublic ? Volunteer.Rhythm.PUBLIC : Volunteer.Rhythm.PRIVATE,
        settings.dhtUse() == DhtUse.PRIVATE ? LoopbackAddress.of(identity().id()) : "0.0.0.0",
        (what, retry) -> events.accept(new OverlayEvent.Failed(what, retry)));
  }
}
