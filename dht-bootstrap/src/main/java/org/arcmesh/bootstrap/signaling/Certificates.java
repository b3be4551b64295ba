package org.arcmesh.bootstrap.signaling;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Certificates of files, in PEM. They prove names of hosts; peers prove themselves in any case. */
public final class Certificates {
  private Certificates() {}

  /**
   * What a signaling node shows to those who come over TLS.
   *
   * @param chain its certificate, and those between it and one that others trust
   * @param key its private key in PKCS #8, not encrypted
   * @throws IOException in one line, if they cannot be read or do not belong together
   */
  public static SslContext own(Path chain, Path key) throws IOException {
    try (InputStream chainBytes = Files.newInputStream(chain);
        InputStream keyBytes = Files.newInputStream(key)) {
      return SslContextBuilder.forServer(chainBytes, keyBytes).build();
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + e.getFile(), e);
    } catch (IllegalArgumentException | SSLException e) {
      throw unusable("the certificate " + chain + " with the key " + key, e);
    }
  }

  /**
   * Whom to trust at contacts over TLS.
   *
   * @param trusted certificates to trust; without, those that Java trusts
   * @throws IOException in one line, if they cannot be read
   */
  public static SslContext trusted(Optional<Path> trusted) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
    if (trusted.isEmpty()) {
      return builder.build();
    }
    try (InputStream certificates = Files.newInputStream(trusted.get())) {
      return builder.trustManager(certificates).build();
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + e.getFile(), e);
    } catch (IllegalArgumentException | SSLException e) {
      throw unusable("the certificates in " + trusted.get(), e);
    }
  }

  private static IOException unusable(String what, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IOException(what + " cannot be used: " + cause.getMessage(), e);
  }
}
