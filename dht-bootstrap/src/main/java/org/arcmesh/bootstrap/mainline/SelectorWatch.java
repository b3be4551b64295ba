package org.arcmesh.bootstrap.mainline;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import lbms.plugins.mldht.utils.NIOConnectionManager;
import lbms.plugins.mldht.utils.Selectable;

/**
 * Closes mldht's selector after its thread has ended. mldht never does, which costs two file
 * descriptors each time a node is started and closed; and closing it while the thread still runs
 * sends that thread into a busy loop. Only a channel registered with the selector learns which
 * thread it is: hence a socket that is never bound.
 */
final class SelectorWatch implements Selectable {
  private static final long END_MILLIS_MAX = 30_000;

  private final NIOConnectionManager manager;
  private final DatagramChannel unbound;
  private volatile Thread thread;

  private SelectorWatch(NIOConnectionManager manager, DatagramChannel unbound) {
    this.manager = manager;
    this.unbound = unbound;
  }

  static SelectorWatch over(NIOConnectionManager manager) throws IOException {
    DatagramChannel unbound = DatagramChannel.open();
    unbound.configureBlocking(false);
    SelectorWatch watch = new SelectorWatch(manager, unbound);
    manager.register(watch);
    return watch;
  }

  /** Lets the selector's thread end, which it does within two seconds once no socket is left. */
  void release() throws IOException {
    unbound.close();
    wakeup();
  }

  /** Makes the selector look at its channels now. */
  void wakeup() {
    manager.getSelector().wakeup();
  }

  /** Waits for the thread and closes the selector. Blocks for some seconds at most. */
  void awaitEnd() throws IOException, InterruptedException {
    Thread selecting = thread;
    if (selecting == null) {
      return; // Closed before it was registered: the thread is unknown and may still run.
    }
    selecting.join(END_MILLIS_MAX);
    if (!selecting.isAlive()) {
      manager.getSelector().close();
    }
  }

  @Override
  public SelectableChannel getChannel() {
    return unbound;
  }

  @Override
  public void registrationEvent(NIOConnectionManager connections, SelectionKey key) {
    thread = Thread.currentThread();
  }

  @Override
  public void selectionEvent(SelectionKey key) {}

  @Override
  public void doStateChecks(long now) {}

  @Override
  public int calcInterestOps() {
    return 0;
  }
}
