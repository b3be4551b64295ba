package org.arcmesh.sampling.repair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arcmesh.core.Component;
import org.arcmesh.core.Discovery;
import org.arcmesh.core.Endpoint;

/** A discovery that does nothing but remember what was asked of it. */
final class ScriptedDiscovery implements Discovery {
  final List<String> calls = new ArrayList<>();
  final Map<Endpoint, Integer> vouchers = new LinkedHashMap<>();

  List<String> take() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  @Override
  public void lookup() {
    calls.add("lookup");
  }

  @Override
  public void probe(Endpoint endpoint, Component ours) {
    calls.add("probe " + endpoint);
  }

  @Override
  public void enter(Endpoint endpoint) {
    calls.add("enter " + endpoint);
  }

  @Override
  public int vouchers(Endpoint endpoint) {
    return vouchers.getOrDefault(endpoint, 1);
  }

  @Override
  public void hangUp(Endpoint endpoint) {
    calls.add("hangUp " + endpoint);
  }

  @Override
  public void announce() {
    calls.add("announce");
  }

  @Override
  public void withdraw() {
    calls.add("withdraw");
  }
}
