package org.arcmesh.cli;

import org.arcmesh.bootstrap.signaling.Contact;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A signaling node as {@link Contact#parse} reads it. */
final class ContactConverter implements ITypeConverter<Contact> {
  @Override
  public Contact convert(String text) {
    try {
      return Contact.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
