package org.arcmesh.webrtc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Identity;
import org.arcmesh.core.Message;
import org.arcmesh.core.Notary;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Signable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that signs and checks for some peers of a runtime, one thing after the other, so that
 * their event loops do not have to.
 *
 * <p>Whether a signature is genuine depends on nothing but itself. So what one peer has had checked
 * the others of the same thread need not check again: the latest {@value #KNOWN_MAX} are known.
 */
final class NotaryThread {
  private static final int KNOWN_MAX = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(NotaryThread.class);

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "arcmesh-notary");
            thread.setDaemon(true);
            return thread;
          });

  /** Touched by the thread only. */
  private final Map<Question, Boolean> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Boolean> eldest) {
          return size() > KNOWN_MAX;
        }
      };

  private record Question(Bytes publicKey, Bytes content, Bytes signature) {}

  /**
   * The notary of one peer.
   *
   * @param answers hands an answer to the peer, from any thread
   */
  Notary of(Identity identity, Consumer<Message> answers) {
    return new Notary() {
      @Override
      public Bytes publicKey() {
        return identity.publicKey();
      }

      @Override
      public boolean isOf(PeerId id, Bytes publicKey) {
        return identity.isOf(id, publicKey);
      }

      @Override
      public Optional<Bytes> sign(long job, Signable content) {
        run(() -> answers.accept(new Signed(job, identity.sign(content))));
        return Optional.empty();
      }

      @Override
      public Optional<Boolean> check(long job, Bytes publicKey, Signable content, Bytes signature) {
        run(
            () -> {
              Question key = new Question(publicKey, content.toBytes(), signature);
              boolean genuine =
                  known.computeIfAbsent(
                      key, k -> identity.isSignedBy(publicKey, k.content(), signature));
              answers.accept(new Checked(job, genuine));
            });
        return Optional.empty();
      }
    };
  }

  private void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The runtime is closed: nothing is signed or checked any more");
    }
  }

  void close() {
    executor.shutdown();
  }
}
