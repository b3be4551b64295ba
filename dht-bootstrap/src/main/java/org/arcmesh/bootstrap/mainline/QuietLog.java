package org.arcmesh.bootstrap.mainline;

import lbms.plugins.mldht.kad.DHT;
import lbms.plugins.mldht.kad.DHT.LogLevel;
import lbms.plugins.mldht.kad.DHTLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * mldht's log, which is one for the JVM and speaks of every broken packet: what it calls errors is
 * the fault of strangers and goes to debug, and no more than {@value #PER_SECOND} lines a second.
 */
final class QuietLog implements DHTLogger {
  private static final int BURST = 50;
  private static final int PER_SECOND = 5;
  private static final Logger LOG = LoggerFactory.getLogger(QuietLog.class);

  private final TokenBucket lines = new TokenBucket(BURST, PER_SECOND, System.nanoTime());
  private long dropped;

  static void install() {
    DHT.setLogger(new QuietLog());
    DHT.setLogLevel(LogLevel.Error);
  }

  @Override
  public void log(String message, LogLevel level) {
    write(message, null, level);
  }

  @Override
  public void log(Throwable problem, LogLevel level) {
    write("mldht: " + problem, problem, level);
  }

  private synchronized void write(String message, Throwable problem, LogLevel level) {
    boolean isFatal = level == LogLevel.Fatal;
    if (!(isFatal ? LOG.isWarnEnabled() : LOG.isDebugEnabled())) {
      return;
    }
    if (!lines.take(System.nanoTime())) {
      dropped++;
      return;
    }
    String text = dropped == 0 ? message : message + " (" + dropped + " lines dropped)";
    dropped = 0;
    if (isFatal) {
      LOG.warn(text, problem);
    } else {
      LOG.debug(text, problem);
    }
  }
}
