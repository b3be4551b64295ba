package org.arcmesh;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.arcmesh.broadcast.TreeMode;
import org.arcmesh.broadcast.backbone.BackboneConfig;
import org.arcmesh.broadcast.delivery.DeliveryConfig;
import org.arcmesh.broadcast.linkstate.LinkStateConfig;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Secret;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.sampling.SamplerFactory;
import org.arcmesh.sampling.repair.RepairConfig;
import org.arcmesh.sampling.spray.SprayConfig;

/**
 * Settings of all protocols of a peer.
 *
 * @param application whose overlay it is in
 * @param name of the application, for people
 * @param secret of a private overlay
 * @param signaling links and arcs
 * @param sampler makes the random peer sampling
 * @param period of the sampler
 * @param repair entry, partition detection and merge; also whether the peer is a signaling node
 * @param tree which tree broadcasts travel along
 * @param backbone links that the trees ride on
 * @param linkState what peers tell each other of the backbone; not used by {@link TreeMode#PUSH}
 * @param delivery of broadcasts
 */
public record StackSettings(
    ApplicationKey application,
    String name,
    Optional<Secret> secret,
    SignalingConfig signaling,
    SamplerFactory sampler,
    Duration period,
    RepairConfig repair,
    TreeMode tree,
    BackboneConfig backbone,
    LinkStateConfig linkState,
    DeliveryConfig delivery) {
  public StackSettings {
    Objects.requireNonNull(application);
    Objects.requireNonNull(name);
    Objects.requireNonNull(secret);
    Objects.requireNonNull(signaling);
    Objects.requireNonNull(sampler);
    Objects.requireNonNull(period);
    Objects.requireNonNull(repair);
    Objects.requireNonNull(tree);
    Objects.requireNonNull(backbone);
    Objects.requireNonNull(linkState);
    Objects.requireNonNull(delivery);
  }

  /** The default of everything. */
  public static StackSettings of(ApplicationKey application, String name) {
    return new StackSettings(
        application,
        name,
        Optional.empty(),
        SignalingConfig.DEFAULT,
        SprayConfig.DEFAULT.factory(),
        SprayConfig.DEFAULT.period(),
        RepairConfig.DEFAULT,
        TreeMode.LAST,
        BackboneConfig.DEFAULT,
        LinkStateConfig.DEFAULT,
        DeliveryConfig.DEFAULT);
  }

  /** What it takes to be in that overlay. */
  public Admission admission() {
    return new Admission(application, secret);
  }

  public StackSettings withSecret(Optional<Secret> secret) {
    return with(draft -> draft.secret = secret);
  }

  public StackSettings withSignaling(SignalingConfig signaling) {
    return with(draft -> draft.signaling = signaling);
  }

  public StackSettings withLinkState(LinkStateConfig linkState) {
    return with(draft -> draft.linkState = linkState);
  }

  public StackSettings withSampler(SamplerFactory sampler, Duration period) {
    return with(
        draft -> {
          draft.sampler = sampler;
          draft.period = period;
        });
  }

  public StackSettings withRepair(RepairConfig repair) {
    return with(draft -> draft.repair = repair);
  }

  public StackSettings withTree(TreeMode tree) {
    return with(draft -> draft.tree = tree);
  }

  public StackSettings withDelivery(DeliveryConfig delivery) {
    return with(draft -> draft.delivery = delivery);
  }

  /** Whether the peer accepts newcomers and announces itself. */
  public StackSettings withSignalingNode(boolean signalingNode) {
    return withRepair(repair.withSignalingNode(signalingNode));
  }

  private StackSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings, some of which are about to be others. */
  private static final class Draft {
    private final ApplicationKey application;
    private final String name;
    private final BackboneConfig backbone;
    private Optional<Secret> secret;
    private SignalingConfig signaling;
    private SamplerFactory sampler;
    private Duration period;
    private RepairConfig repair;
    private TreeMode tree;
    private LinkStateConfig linkState;
    private DeliveryConfig delivery;

    Draft(StackSettings from) {
      application = from.application;
      name = from.name;
      backbone = from.backbone;
      secret = from.secret;
      signaling = from.signaling;
      sampler = from.sampler;
      period = from.period;
      repair = from.repair;
      tree = from.tree;
      linkState = from.linkState;
      delivery = from.delivery;
    }

    StackSettings settings() {
      return new StackSettings(
          application,
          name,
          secret,
          signaling,
          sampler,
          period,
          repair,
          tree,
          backbone,
          linkState,
          delivery);
    }
  }
}
