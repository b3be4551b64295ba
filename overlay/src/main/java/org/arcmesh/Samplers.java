package org.arcmesh;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.sampling.SamplerFactory;
import org.arcmesh.sampling.cyclon.CyclonConfig;
import org.arcmesh.sampling.hyparview.HyParViewConfig;
import org.arcmesh.sampling.spray.SprayConfig;

/** Sampling protocols by name: ours, and any other on the class path. */
public final class Samplers {
  /** Those that come with Arcmesh. */
  public static final List<String> NAMES = List.of("spray", "cyclon", "hyparview");

  private static final Pattern CYCLON = Pattern.compile("cyclon\\((\\d{1,4}), *(\\d{1,4})\\)");

  private Samplers() {}

  /**
   * The sampler that {@code name} means: one of {@link #NAMES}; {@code cyclon(VIEW, SHUFFLE)}, such
   * as {@code cyclon(9, 3)}; or the full name of a public class on the class path that is a {@link
   * SamplerFactory} and has a public constructor without parameters.
   *
   * @throws IllegalArgumentException saying in one line what is wrong with it
   */
  public static SamplerFactory named(String name) {
    Matcher cyclon = CYCLON.matcher(name);
    if (cyclon.matches()) {
      return new CyclonConfig(
              Integer.parseInt(cyclon.group(1)),
              Integer.parseInt(cyclon.group(2)),
              CyclonConfig.DEFAULT.period(),
              CyclonConfig.DEFAULT.resend())
          .factory();
    }
    return switch (name) {
      case "spray" -> SprayConfig.DEFAULT.factory();
      case "cyclon" -> CyclonConfig.DEFAULT.factory();
      case "hyparview" -> HyParViewConfig.DEFAULT.factory();
      default -> ofClass(name);
    };
  }

  private static SamplerFactory ofClass(String name) {
    Class<?> type;
    try {
      type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is neither a sampler ("
              + String.join(", ", NAMES)
              + ") nor a class"
              + " on the class path");
    }
    if (!SamplerFactory.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(name + " is no " + SamplerFactory.class.getName());
    }
    try {
      Constructor<?> constructor = type.getConstructor();
      return (SamplerFactory) constructor.newInstance();
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw new IllegalArgumentException(
          name + " is no public class with a public constructor without parameters");
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(name + " cannot be made: " + e.getCause());
    }
  }
}
