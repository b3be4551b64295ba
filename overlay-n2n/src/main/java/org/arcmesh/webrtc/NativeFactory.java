package org.arcmesh.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Native WebRTC in this JVM: one factory, shared by all runtimes and disposed with the last one,
 * and one thread that makes all native calls.
 *
 * <p>One factory costs 26 threads whatever it connects; a second one would cost as many again.
 */
public final class NativeFactory {
  private static final Logger LOG = LoggerFactory.getLogger(NativeFactory.class);

  /** The one of this JVM. */
  private static final NativeFactory JVM = new NativeFactory();

  /** Longer than a link lingers, and than some thousand connections take to be closed. */
  private static final long SHUTDOWN_MILLIS = 30_000;

  private static final long LINGER_POLL_MILLIS = 10;

  /** What to do at exit, for each user; a user is there as long as it has not released. */
  private final Set<Runnable> users = new LinkedHashSet<>();

  private NativeThread thread;

  /** Of the native thread. */
  private final Set<NativeConnection> connections = new LinkedHashSet<>();

  private PeerConnectionFactory factory;

  private NativeFactory() {}

  /**
   * Returns if WebRTC can be loaded on this machine. Loads nothing.
   *
   * @throws MissingLibraries if it cannot, with one line that says what is missing
   */
  public static void check() {
    String platform = SharedLibraries.platform();
    if (platform.startsWith("linux")) {
      String library = "libwebrtc-java-" + platform + ".so";
      if (NativeFactory.class.getClassLoader().getResource(library) == null) {
        throw new MissingLibraries(
            "webrtc-java's native library for " + platform + " is not on the class path",
            List.of(library),
            List.of());
      }
      SharedLibraries.ofThisMachine().check();
    }
  }

  /**
   * Why WebRTC cannot connect on this host, in one line, or nothing. A host with no address but
   * that of loopback gathers no candidate and never connects, without any error.
   */
  public static Optional<String> networkProblem() {
    try {
      boolean connected =
          NetworkInterface.networkInterfaces()
              .filter(NativeFactory::isUsable)
              .anyMatch(network -> network.inetAddresses().findAny().isPresent());
      return connected
          ? Optional.empty()
          : Optional.of(
              "this host has no network address but loopback: WebRTC cannot connect here, not even"
                  + " to itself; give an interface an address");
    } catch (SocketException e) {
      return Optional.of("the network interfaces cannot be listed: " + e.getMessage());
    }
  }

  private static boolean isUsable(NetworkInterface network) {
    try {
      return network.isUp() && !network.isLoopback();
    } catch (SocketException e) {
      return false; // It has vanished since it was listed.
    }
  }

  /**
   * The factory, to be {@link #release released} by the same user.
   *
   * @param atExit what the user wants done when the JVM exits before it has released
   * @throws MissingLibraries if WebRTC cannot be loaded
   */
  static NativeFactory acquire(Runnable atExit) {
    check();
    JVM.open(atExit);
    return JVM;
  }

  private synchronized void open(Runnable atExit) {
    if (thread == null) {
      thread = new NativeThread();
      Runtime.getRuntime().addShutdownHook(new Thread(this::exit, "arcmesh-exit"));
    }
    if (users.isEmpty()) {
      try {
        CompletableFuture.runAsync(this::createFactory, thread::run).get();
      } catch (ExecutionException e) {
        throw SharedLibraries.explain(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while WebRTC was loaded", e);
      }
    }
    users.add(atExit);
  }

  private void createFactory() {
    if (factory == null) {
      // No other audio module comes up without a sound device.
      factory = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
    }
  }

  /** Ends the use of one user, whose connections are closed; with the last one all is disposed. */
  synchronized void release(Runnable atExit) {
    if (users.remove(atExit) && users.isEmpty()) {
      dispose();
    }
  }

  private void dispose() {
    CompletableFuture<Void> disposed = new CompletableFuture<>();
    thread.run(() -> disposeAll(disposed));
    try {
      disposed.get(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("WebRTC could not be shut down", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** On the native thread: waits for last frames, which no connection does for long. */
  private void disposeAll(CompletableFuture<Void> disposed) {
    if (connections.stream().anyMatch(NativeConnection::isEnding)) {
      thread.runLater(LINGER_POLL_MILLIS, () -> disposeAll(disposed));
      return;
    }
    // Closing a connection after its factory is a crash of the JVM.
    for (NativeConnection connection : List.copyOf(connections)) {
      connection.dispose();
    }
    if (factory != null) {
      factory.dispose();
      factory = null;
    }
    disposed.complete(null);
  }

  /** What is still open is closed, so that neighbors need not wait for heartbeats to miss us. */
  private void exit() {
    List<Runnable> left;
    synchronized (this) {
      left = List.copyOf(users);
    }
    left.forEach(Runnable::run);
    synchronized (this) {
      dispose();
    }
    // From here on native code has only complaints, which it writes to stdout, where a program's
    // results may be. The JDK replaces a standard descriptor that is closed by /dev/null.
    try (FileOutputStream stdout = new FileOutputStream(FileDescriptor.out)) {
      stdout.flush();
    } catch (IOException e) {
      LOG.debug("stdout is closed already", e);
    }
  }

  NativeThread thread() {
    return thread;
  }

  /** A new connection; on the native thread. */
  RTCPeerConnection connect(
      RTCConfiguration configuration, PeerConnectionObserver observer, NativeConnection owner) {
    if (factory == null) {
      throw new IllegalStateException("WebRTC is shut down");
    }
    RTCPeerConnection connection = factory.createPeerConnection(configuration, observer);
    connections.add(owner);
    return connection;
  }

  /** {@code connection} is closed; on the native thread. */
  void forget(NativeConnection connection) {
    connections.remove(connection);
  }
}
