package org.arcmesh.testbed.run;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.arcmesh.EnvironmentException;
import org.arcmesh.LiveStack;
import org.arcmesh.StackSettings;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.bootstrap.signaling.Contacts;
import org.arcmesh.bootstrap.signaling.DoorConfig;
import org.arcmesh.bootstrap.signaling.Entrance;
import org.arcmesh.bootstrap.signaling.MainlineLookup;
import org.arcmesh.bootstrap.signaling.NodeSockets;
import org.arcmesh.broadcast.delivery.Delivery;
import org.arcmesh.broadcast.linkstate.LinkStateConfig;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Faults;
import org.arcmesh.core.Identity;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.testbed.measure.Measurement;
import org.arcmesh.testbed.measure.Snapshot;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Action;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.webrtc.MissingLibraries;
import org.arcmesh.webrtc.NativeFactory;
import org.arcmesh.webrtc.WebRtcConfig;
import org.arcmesh.webrtc.WebRtcRuntime;

/**
 * Real peers in this process: each with a key and a DHT node of its own, links over this machine's
 * interfaces. They know the application's name and the address of one DHT node.
 */
final class WebRtcEngine implements Engine {
  /**
   * One process sets up about 80 links a second; a peer needs about ln N a cycle, and half of the
   * time is left to all else.
   */
  private static final double SET_UP_MILLIS = 25;

  /** PROTOCOLS, section 1, "Capacity". */
  private static final double PERIOD_MILLIS_PER_PEER = 65;

  /**
   * A peer has about twenty links, on each of which it says two things a beat; to send one takes
   * the one native thread 50 to 150 µs.
   */
  private static final long HEARTBEAT_MILLIS_PER_PEER = 10;

  private static final int DHT_PORT = 6881;
  private static final int DOOR_PORT = 7000;
  private static final long ANSWER_SECONDS_MAX = 10;

  private final StackSettings settings;
  private final Loopback loopback = Loopback.ofProcess();
  private final Faults faults = new Faults();
  private final Map<PeerId, Living> peers = new LinkedHashMap<>();
  private final BlockingQueue<Happening> happened = new LinkedBlockingQueue<>();
  private final LiveFigures figures = new LiveFigures();
  private final SocketLog nodeSockets = new SocketLog();
  private final ProcessUse use = ProcessUse.ofAllThreads();
  private final PrivateDht dht;
  private final WebRtcRuntime runtime;
  private final long startedNanos;
  private volatile boolean discoveryReachable = true;
  private volatile Throwable failure;

  private record Happening(PeerId peer, OverlayEvent event, double atMillis) {}

  /** A peer with its DHT node. */
  private record Living(LiveStack stack, Mainline mainline, boolean isNode) {}

  /**
   * @param awaitReport waits until the report of an interrupted run is written
   */
  WebRtcEngine(Scenario scenario, Runnable awaitReport) {
    this.settings =
        Composition.of(scenario)
            .withSignaling(signaling(scenario.peers()))
            .withLinkState(linkState(scenario.peers()));
    faults.setLoss(scenario.loss());
    this.runtime = openRuntime(faults);
    runtime.onExit(awaitReport);
    this.dht = openDht(scenario.dht());
    this.startedNanos = System.nanoTime();
  }

  /** The shortest period that one process with so many peers keeps up with. */
  static Duration periodMin(int peers) {
    double perPeer = Math.max(PERIOD_MILLIS_PER_PEER, SET_UP_MILLIS * Math.log(peers));
    return Duration.ofMillis(Math.round(peers * perPeer));
  }

  /** The shortest time between heartbeats, and beats, that such a process keeps up with. */
  static Duration heartbeatMin(int peers) {
    return Duration.ofMillis(peers * HEARTBEAT_MILLIS_PER_PEER);
  }

  /** Epochs of link state, of which each neighbor tells, last as many heartbeats as elsewhere. */
  private static LinkStateConfig linkState(int peers) {
    double stretch =
        Math.max(
            1,
            (double) heartbeatMin(peers).toMillis()
                / SignalingConfig.DEFAULT.heartbeat().toMillis());
    LinkStateConfig usual = LinkStateConfig.DEFAULT;
    return usual.withEpoch(Duration.ofMillis(Math.round(stretch * usual.epoch().toMillis())));
  }

  private static SignalingConfig signaling(int peers) {
    SignalingConfig usual = SignalingConfig.DEFAULT;
    Duration heartbeat = heartbeatMin(peers);
    if (heartbeat.compareTo(usual.heartbeat()) <= 0) {
      return usual;
    }
    return new SignalingConfig(
        heartbeat,
        heartbeat.multipliedBy(3),
        usual.grace(),
        heartbeat.compareTo(usual.openDeadline()) > 0 ? heartbeat : usual.openDeadline(),
        usual.maxLinks(),
        usual.relaysPerSecond());
  }

  private static WebRtcRuntime openRuntime(Faults faults) {
    NativeFactory.networkProblem()
        .ifPresent(
            problem -> {
              throw new EnvironmentException(problem);
            });
    try {
      return new WebRtcRuntime(WebRtcConfig.DEFAULT, faults);
    } catch (MissingLibraries e) {
      throw new EnvironmentException(e.getMessage(), e);
    }
  }

  private PrivateDht openDht(int nodes) {
    List<Endpoint> addresses = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      addresses.add(new Endpoint(loopback.next(), DHT_PORT));
    }
    try {
      return PrivateDht.start(addresses);
    } catch (IOException e) {
      runtime.close();
      throw new EnvironmentException(e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "webrtc";
  }

  @Override
  public double nowMillis() {
    return Math.rint((System.nanoTime() - startedNanos) / 1e3) / 1e3;
  }

  @Override
  public void advanceTo(double millis, Watcher watcher) throws InterruptedException {
    boolean past;
    do {
      double left = Math.max(0, millis - nowMillis());
      past = left == 0;
      Happening next = happened.poll(Math.round(left * 1_000), TimeUnit.MICROSECONDS);
      if (next != null) {
        watcher.onEvent(next.peer(), next.event(), next.atMillis());
      }
      if (failure != null) {
        throw new AssertionError("a peer failed", failure);
      }
    } while (!past);
    for (Happening next = happened.poll(); next != null; next = happened.poll()) {
      watcher.onEvent(next.peer(), next.event(), next.atMillis());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public PeerId start(boolean signaling, Optional<PeerId> contact) {
    String address = loopback.next();
    Identity identity = Ed25519Identity.generate();
    PeerId id = identity.id();
    try {
      Mainline mainline =
          Mainline.start(
              MainlineConfig.privateNode(
                  new Endpoint(address, DHT_PORT), List.of(dht.bootstrap())));
      LiveStack stack =
          LiveStack.create(
              runtime,
              identity,
              settings.withSignalingNode(signaling),
              DoorConfig.PRIVATE.withReachable(
                  other -> discoveryReachable || !faults.cutsSetUps(id, other)),
              MainlineLookup.of(mainline),
              Contacts.NONE,
              event -> happened.add(new Happening(id, event, nowMillis())),
              answer -> {});
      peers.put(id, new Living(stack, mainline, signaling));
      stack.peer().ended().whenComplete((ended, cause) -> failed(cause));
      if (signaling) {
        stack.serve(Entrance.at(new InetSocketAddress(address, DOOR_PORT)));
      }
      stack.start();
    } catch (BindException e) {
      throw new EnvironmentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new EnvironmentException("no DHT node at " + address + ": " + e.getMessage(), e);
    }
    return id;
  }

  private void failed(Throwable cause) {
    if (cause != null) {
      failure = cause;
    }
  }

  @Override
  public void crash(PeerId peer) {
    Living living = peers.remove(peer);
    List.of(living).forEach(this::count);
    living.stack().crash();
    living.mainline().close();
  }

  @Override
  public void leave(PeerId peer) {
    Living living = peers.get(peer);
    living.stack().leave().whenComplete((left, cause) -> living.mainline().close());
  }

  @Override
  public void partition(Map<PeerId, Integer> sides, Action.Partition partition) {
    discoveryReachable = partition.discoveryReachable();
    if (partition.setUpsOnly()) {
      faults.partitionSetUps(sides);
    } else {
      faults.partition(sides, partition.oneWay());
    }
  }

  @Override
  public void heal() {
    faults.heal();
  }

  @Override
  public boolean cuts(PeerId left, PeerId right) {
    return faults.separates(left, right);
  }

  @Override
  public void slow(Map<PeerId, Duration> late) {
    faults.slow(late);
  }

  @Override
  public void beginLoad() {
    figures.beginLoad(
        peers.values().stream().map(living -> living.stack().peer().traffic().sent()).toList());
  }

  @Override
  public void broadcast(PeerId source, Bytes payload) {
    peers.get(source).stack().call(stack -> stack.broadcast().orElseThrow().broadcast(payload));
  }

  @Override
  public Snapshot snapshot(List<PeerId> asked) {
    double now = nowMillis();
    nodeSockets.add(now, nodes().stream().map(this::socketsOf).toList());
    Map<PeerId, List<PeerId>> outviews =
        ask(asked, living -> living.stack().call(stack -> stack.links().outview()));
    List<Snapshot.View> views = new ArrayList<>();
    outviews.forEach((peer, outview) -> views.add(new Snapshot.View(peer, outview)));
    return new Snapshot(now, views);
  }

  @Override
  public List<Relay> relays(List<PeerId> asked) {
    List<Relay> relays = new ArrayList<>();
    ask(
            asked,
            living ->
                living
                    .stack()
                    .call(stack -> stack.delivery().map(Delivery::relays).orElse(Map.of())))
        .forEach(
            (peer, bySource) ->
                bySource.forEach((source, from) -> relays.add(new Relay(source, peer, from))));
    return relays;
  }

  /** The answers of those that answer; one that has just left does not. */
  private <T> Map<PeerId, T> ask(
      List<PeerId> asked, Function<Living, CompletableFuture<T>> question) {
    Map<PeerId, CompletableFuture<T>> answers = new LinkedHashMap<>();
    for (PeerId peer : asked) {
      answers.put(
          peer,
          question
              .apply(peers.get(peer))
              .orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
              .exceptionally(cause -> null));
    }
    Map<PeerId, T> given = new LinkedHashMap<>();
    answers.forEach(
        (peer, answer) -> Optional.ofNullable(answer.join()).ifPresent(a -> given.put(peer, a)));
    return given;
  }

  private List<Living> nodes() {
    return peers.values().stream().filter(Living::isNode).toList();
  }

  private CompletableFuture<NodeSockets> socketsOf(Living node) {
    return node.stack().call(stack -> node.stack().discovery().sockets());
  }

  private void count(Living living) {
    living
        .stack()
        .look(stack -> LiveFigures.OfPeer.of(living.stack(), stack))
        .orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
        .exceptionally(cause -> null)
        .thenAccept(of -> Optional.ofNullable(of).ifPresent(figures::add))
        .join();
  }

  @Override
  public Optional<String> traceHash() {
    return Optional.empty();
  }

  @Override
  public void putAll(Report report, Measurement measurement) {
    peers.values().forEach(this::count);
    figures.putAll(report, measurement, nowMillis());
    nodeSockets.add(nowMillis(), nodes().stream().map(this::socketsOf).toList());
    nodeSockets.putAll(report);
    use.putAll(report);
  }

  @Override
  public void close() {
    peers.values().forEach(living -> living.stack().crash());
    peers.values().parallelStream().forEach(living -> living.mainline().close());
    dht.close();
    runtime.close();
  }
}
