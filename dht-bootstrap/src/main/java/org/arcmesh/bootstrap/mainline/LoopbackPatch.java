package org.arcmesh.bootstrap.mainline;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import lbms.plugins.mldht.kad.utils.ByteWrapper;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.pool.TypePool;

/**
 * Makes mldht accept loopback and private addresses, which it refuses everywhere, by defining its
 * class {@code AddressUtils} anew before it is first used. So this is for the whole JVM: one that
 * has run a private node refuses public nodes, and the other way around.
 */
final class LoopbackPatch {
  private enum Mode {
    UNDECIDED,
    PRIVATE,
    PUBLIC
  }

  private static final String PATCHED = "lbms.plugins.mldht.kad.utils.AddressUtils";

  // The patch is a property of the JVM, and so is this.
  private static Mode mode = Mode.UNDECIDED;

  private LoopbackPatch() {}

  /**
   * Decides for private nodes or for public ones; nothing if it is decided so already.
   *
   * @throws IllegalStateException if this JVM has decided otherwise
   */
  static synchronized void decide(boolean isPrivate) {
    Mode wanted = isPrivate ? Mode.PRIVATE : Mode.PUBLIC;
    if (mode == wanted) {
      return;
    }
    if (mode != Mode.UNDECIDED) {
      throw new IllegalStateException(
          "this JVM has run a "
              + (isPrivate ? "public" : "private")
              + " DHT node and cannot run a "
              + (isPrivate ? "private" : "public")
              + " one: they need a process each");
    }
    if (isPrivate) {
      patch();
    }
    mode = wanted;
  }

  private static void patch() {
    ClassLoader loader = ByteWrapper.class.getClassLoader();
    ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(loader);
    TypeDescription type = TypePool.Default.of(locator).describe(PATCHED).resolve();
    try {
      byte[] patched =
          new ByteBuddy()
              .redefine(type, locator)
              .method(named("isGlobalUnicast"))
              .intercept(
                  MethodCall.invoke(
                          PatchedAddresses.class.getMethod("isUnicast", InetAddress.class))
                      .withAllArguments())
              .method(named("isValidBindAddress"))
              .intercept(FixedValue.value(true))
              .method(namedOneOf("allAddresses", "nonlocalAddresses"))
              .intercept(MethodCall.invoke(PatchedAddresses.class.getMethod("bound")))
              .method(named("getDefaultRoute"))
              .intercept(FixedValue.nullValue())
              .make()
              .getBytes();
      MethodHandles.privateLookupIn(ByteWrapper.class, MethodHandles.lookup()).defineClass(patched);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("mldht's AddressUtils cannot be patched", e);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "mldht was used before the first private DHT node was started", e);
    }
  }
}
