package com.example;

import java.time.Duration;
import org.arcmesh.core.Links;
import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.SamplerFactory;

/** What a scenario names to run on {@link Wanderer}: {@code sampler: com.example.Wanderers}. */
public final class Wanderers implements SamplerFactory {
  @Override
  public Sampler<?> make(Duration period, Links links) {
    return new Wanderer(period, links);
  }
}
