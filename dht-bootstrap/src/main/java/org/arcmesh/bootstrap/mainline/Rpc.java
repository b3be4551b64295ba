package org.arcmesh.bootstrap.mainline;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lbms.plugins.mldht.kad.DHT.DHTtype;
import lbms.plugins.mldht.kad.Key;
import lbms.plugins.mldht.kad.NodeList;
import lbms.plugins.mldht.kad.PeerAddressDBItem;
import lbms.plugins.mldht.kad.RPCCall;
import lbms.plugins.mldht.kad.RPCCallListener;
import lbms.plugins.mldht.kad.RPCServer;
import lbms.plugins.mldht.kad.RPCState;
import lbms.plugins.mldht.kad.SpamThrottle;
import lbms.plugins.mldht.kad.messages.AbstractLookupRequest;
import lbms.plugins.mldht.kad.messages.AbstractLookupResponse;
import lbms.plugins.mldht.kad.messages.AnnounceRequest;
import lbms.plugins.mldht.kad.messages.FindNodeRequest;
import lbms.plugins.mldht.kad.messages.GetPeersRequest;
import lbms.plugins.mldht.kad.messages.GetPeersResponse;
import lbms.plugins.mldht.kad.messages.MessageBase;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions to other nodes and their answers. Used on the node's thread only, and answers there,
 * never before the call returns.
 */
final class Rpc {
  private static final Logger LOG = LoggerFactory.getLogger(Rpc.class);

  private final RPCServer server;
  private final NodeLoop loop;
  private final boolean isPrivate;

  Rpc(RPCServer server, NodeLoop loop, boolean isPrivate) {
    this.server = server;
    this.loop = loop;
    this.isPrivate = isPrivate;
  }

  /**
   * Asks {@code contact} who announced {@code target}, or only who is near it.
   *
   * @param patience after so long {@code onSilence} is called; an answer may still follow
   */
  void search(
      Contact contact,
      Bytes target,
      boolean isForPeers,
      Duration patience,
      Consumer<Answer> onAnswer,
      Runnable onSilence) {
    Key key = new Key(target.toArray());
    AbstractLookupRequest request =
        isForPeers ? new GetPeersRequest(key) : new FindNodeRequest(key);
    request.setWant4(true);
    call(
        request,
        contact.endpoint(),
        patience,
        message -> read(message).ifPresentOrElse(onAnswer, onSilence),
        onSilence);
  }

  /** Asks {@code contact} to store our address with {@code port} under {@code key}. */
  void announce(
      Search.Responder to,
      Bytes key,
      int port,
      Duration patience,
      Runnable onStored,
      Runnable onSilence) {
    AnnounceRequest request =
        new AnnounceRequest(new Key(key.toArray()), port, to.token().toArray());
    call(request, to.contact().endpoint(), patience, message -> onStored.run(), onSilence);
  }

  private void call(
      MessageBase request,
      Endpoint to,
      Duration patience,
      Consumer<MessageBase> onAnswer,
      Runnable onSilence) {
    InetSocketAddress destination = Addresses.socketAddress(to);
    SpamThrottle throttle = server.getRequestThrottle();
    throttle.decay();
    if (throttle.test(destination.getAddress())) {
      // mldht would queue the call, and all later ones behind it, for seconds to minutes.
      loop.execute(onSilence);
      return;
    }
    request.setDestination(destination);
    RPCCall call = new RPCCall(request);
    Future<?> late = loop.schedule(onSilence, patience.toNanos(), TimeUnit.NANOSECONDS);
    call.addListener(
        new RPCCallListener() {
          @Override
          public void stateTransition(RPCCall c, RPCState before, RPCState now) {
            if (now == RPCState.RESPONDED) {
              late.cancel(false);
              MessageBase message = c.getResponse();
              loop.execute(() -> onAnswer.accept(message));
            } else if (now == RPCState.ERROR || now == RPCState.TIMEOUT) {
              late.cancel(false);
              loop.execute(onSilence);
            }
          }
        });
    server.doCall(call);
  }

  /** An answer that makes no sense is as good as none. */
  private Optional<Answer> read(MessageBase message) {
    if (!(message instanceof AbstractLookupResponse response)) {
      return Optional.empty();
    }
    try {
      return Optional.of(answer(response));
    } catch (RuntimeException malformed) {
      LOG.debug("a malformed answer of {}", message.getOrigin(), malformed);
      return Optional.empty();
    }
  }

  private Answer answer(AbstractLookupResponse response) {
    NodeList nodes = response.getNodes(DHTtype.IPV4_DHT);
    List<Contact> nearer =
        nodes == null
            ? List.of()
            : nodes
                .entries()
                .filter(node -> isDialable(node.getAddress()))
                .map(
                    node -> new Contact(Addresses.endpoint(node.getAddress()), bytes(node.getID())))
                .limit(Answer.NEARER_MAX)
                .toList();
    List<Endpoint> values = List.of();
    int portless = 0;
    if (response instanceof GetPeersResponse peers && peers.getPeerItems() != null) {
      List<InetSocketAddress> addresses =
          peers.getPeerItems().stream()
              .filter(PeerAddressDBItem.class::isInstance)
              .map(item -> ((PeerAddressDBItem) item).toSocketAddress())
              .limit(Answer.VALUES_MAX)
              .toList();
      portless = (int) addresses.stream().filter(each -> each.getPort() == 0).count();
      // Of hosts, whoever asked for them judges.
      values =
          addresses.stream()
              .filter(each -> Addresses.isDialable(each.getAddress(), each.getPort(), true))
              .map(Addresses::endpoint)
              .limit(Answer.VALUES_MAX)
              .toList();
    }
    byte[] token = response.getToken();
    return new Answer(
        bytes(response.getID()),
        nearer,
        values,
        token == null ? Bytes.EMPTY : Bytes.copyOf(token),
        portless);
  }

  private boolean isDialable(InetSocketAddress address) {
    return Addresses.isDialable(address.getAddress(), address.getPort(), isPrivate);
  }

  static Bytes bytes(Key key) {
    return Bytes.copyOf(key.getHash());
  }
}
