package org.arcmesh.bootstrap.mainline;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import lbms.plugins.mldht.kad.DHTStatus;
import lbms.plugins.mldht.kad.utils.ByteWrapper;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.pool.TypePool;

/**
 * Makes mldht accept loopback and private addresses, which it refuses everywhere, and lifts its
 * rate limits, by defining two of its classes anew before they are first used. So this is for the
 * whole JVM: one that has run a private node refuses public nodes, and the other way around. For
 * public nodes nothing is changed but that a host without a route is told so in one line.
 */
final class LoopbackPatch {
  private enum Mode {
    UNDECIDED,
    PRIVATE,
    PUBLIC
  }

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
    patch(isPrivate);
    mode = wanted;
  }

  private static void patch(boolean isPrivate) {
    ClassLoader loader = ByteWrapper.class.getClassLoader();
    ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(loader);
    try {
      // Any class of the same package will do, as long as it does not use the patched one.
      if (isPrivate) {
        define(ByteWrapper.class, acceptLocalAddresses(locator));
        define(DHTStatus.class, liftRateLimits(locator));
      } else {
        define(ByteWrapper.class, missRoutesQuietly(locator));
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("mldht cannot be patched", e);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "mldht was used before the first DHT node of Arcmesh was started", e);
    }
  }

  private static byte[] acceptLocalAddresses(ClassFileLocator locator)
      throws ReflectiveOperationException {
    return redefine("lbms.plugins.mldht.kad.utils.AddressUtils", locator)
        .method(named("isGlobalUnicast"))
        .intercept(
            MethodCall.invoke(PatchedAddresses.class.getMethod("isUnicast", InetAddress.class))
                .withAllArguments())
        .method(named("isValidBindAddress"))
        .intercept(FixedValue.value(true))
        .method(namedOneOf("allAddresses", "nonlocalAddresses"))
        .intercept(MethodCall.invoke(PatchedAddresses.class.getMethod("bound")))
        .method(named("getDefaultRoute"))
        .intercept(FixedValue.nullValue())
        .make()
        .getBytes();
  }

  private static byte[] missRoutesQuietly(ClassFileLocator locator)
      throws ReflectiveOperationException {
    return redefine("lbms.plugins.mldht.kad.utils.AddressUtils", locator)
        .method(named("getDefaultRoute"))
        .intercept(
            MethodCall.invoke(DefaultRoute.class.getMethod("local", Class.class))
                .withAllArguments())
        .make()
        .getBytes();
  }

  /**
   * Ten packets and then two a second for each address, to and from: meant for a world of millions.
   * In a DHT of eight, a node that looks up a few times a second would hear nothing any more.
   */
  private static byte[] liftRateLimits(ClassFileLocator locator) {
    return redefine("lbms.plugins.mldht.kad.SpamThrottle", locator)
        .method(namedOneOf("addAndTest", "test"))
        .intercept(FixedValue.value(false))
        .method(named("calculateDelayAndAdd"))
        .intercept(FixedValue.value(0))
        .make()
        .getBytes();
  }

  private static DynamicType.Builder<?> redefine(String name, ClassFileLocator locator) {
    TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
    return new ByteBuddy().redefine(type, locator);
  }

  private static void define(Class<?> ofSamePackage, byte[] patched) throws IllegalAccessException {
    MethodHandles.privateLookupIn(ofSamePackage, MethodHandles.lookup()).defineClass(patched);
  }
}
