package org.arcmesh.cli;

import org.arcmesh.bootstrap.signaling.LiveDiscovery;
import org.arcmesh.core.Endpoint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A signaling node as {@link LiveDiscovery#parseContact} reads it. */
final class ContactConverter implements ITypeConverter<Endpoint> {
  @Override
  public Endpoint convert(String text) {
    try {
      return LiveDiscovery.parseContact(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
