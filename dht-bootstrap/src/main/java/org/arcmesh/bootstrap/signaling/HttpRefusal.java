package org.arcmesh.bootstrap.signaling;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a node of ours refuses a call in HTTP, see {@link Turnstile}.
 *
 * @param retryMillis when to call again, or 0 if it does not say
 */
record HttpRefusal(Rejection reason, int retryMillis) {
  private static final int RETRY_SECONDS_MAX = 3_600;

  /** What {@code failure} of a handshake says, if it is such a refusal. */
  static Optional<HttpRefusal> of(Throwable failure) {
    if (!(failure instanceof WebSocketClientHandshakeException refused)
        || refused.response() == null) {
      return Optional.empty();
    }
    int seconds = refused.response().headers().getInt(HttpHeaderNames.RETRY_AFTER, 0);
    int millis = (int) TimeUnit.SECONDS.toMillis(Math.max(0, Math.min(seconds, RETRY_SECONDS_MAX)));
    HttpResponseStatus status = refused.response().status();
    if (status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)) {
      return Optional.of(new HttpRefusal(Rejection.RATE, millis));
    }
    return status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)
        ? Optional.of(new HttpRefusal(Rejection.FULL, millis))
        : Optional.empty();
  }
}
