package org.arcmesh.cli;

import org.arcmesh.core.Endpoint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code ws://HOST:PORT}, with or without a closing slash, or just {@code HOST:PORT}. */
final class ContactConverter implements ITypeConverter<Endpoint> {
  @Override
  public Endpoint convert(String text) {
    String address = text.startsWith("ws://") ? text.substring("ws://".length()) : text;
    if (address.endsWith("/")) {
      address = address.substring(0, address.length() - 1);
    }
    try {
      return Endpoint.parse(address);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is not ws://HOST:PORT");
    }
  }
}
