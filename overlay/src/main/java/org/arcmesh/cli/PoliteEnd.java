package org.arcmesh.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends the process on Ctrl-C and SIGTERM as if it had come to its end by itself: what it has open
 * is closed, and the exit status is 0, where that of a JVM that a signal ends is 128 and more.
 */
final class PoliteEnd implements AutoCloseable {
  /** Guess: nobody is impatient so soon; {@code timeout} tells a process and then its group. */
  private static final long AT_ONCE_NANOS = 500_000_000;

  private final ArrayDeque<Runnable> open = new ArrayDeque<>();

  /** When the first signal came, or null. */
  private final AtomicReference<Long> endingSince = new AtomicReference<>();

  PoliteEnd() {
    handle("INT");
    handle("TERM");
  }

  /** Has {@code close} run at the end, the latest first. */
  synchronized void closing(Runnable close) {
    open.push(close);
  }

  /** Closes all that is open now. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }

  private void end() {
    long now = System.nanoTime();
    if (!endingSince.compareAndSet(null, now)) {
      if (now - endingSince.get() >= AT_ONCE_NANOS) {
        Runtime.getRuntime().halt(1); // Whoever says it twice does not want to wait.
      }
      return;
    }
    try {
      close();
    } finally {
      System.exit(0); // Whoever asks for the end gets it, whatever fails on the way.
    }
  }

  /**
   * Takes a signal over through {@code sun.misc.Signal}. It is there in every JDK, in the module
   * {@code jdk.unsupported}, but javac warns of its name in a way that nothing suppresses.
   */
  private void handle(String signal) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object onSignal =
          Proxy.newProxyInstance(
              PoliteEnd.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                end();
                return null;
              });
      type.getMethod("handle", type, handler)
          .invoke(null, type.getConstructor(String.class).newInstance(signal), onSignal);
    } catch (InvocationTargetException e) {
      // The JVM was told to leave signals alone (-Xrs), so whoever did knows how to end it.
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("every JDK has sun.misc.Signal", e);
    }
  }
}
