package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Add;
import org.graft.plan.BatchNorm;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.ZeroPad2d;

/** Reads a description into a plan, one line a Keras class; fails on any field it does not know. */
public final class DirectReader {
  private static final String CHANNELS_LAST = "\"channels_last\"";

  private static final Map<String, Function<Fields, Layer>> TABLE =
      Map.ofEntries(
          Map.entry("InputLayer", DirectReader::input),
          Map.entry("Conv2D", DirectReader::conv),
          Map.entry("DepthwiseConv2D", DirectReader::depthwise),
          Map.entry("Dense", DirectReader::dense),
          Map.entry("BatchNormalization", DirectReader::batchNorm),
          Map.entry("Activation", f -> activate(f, f.activation("activation"))),
          Map.entry("ReLU", f -> activate(f, relu(f))),
          Map.entry("MaxPooling2D", f -> pool(f, Reduction.MAX)),
          Map.entry("AveragePooling2D", f -> pool(f, Reduction.MEAN)),
          Map.entry("GlobalAveragePooling2D", f -> globalPool(f, Reduction.MEAN)),
          Map.entry("GlobalMaxPooling2D", f -> globalPool(f, Reduction.MAX)),
          Map.entry("ZeroPadding2D", DirectReader::zeroPad),
          Map.entry("Flatten", DirectReader::flatten),
          Map.entry("Reshape", DirectReader::reshape),
          Map.entry("Dropout", DirectReader::dropout));

  /** Classes that read several layers. */
  private static final Map<String, Function<LayerConfig, Layer>> MERGES =
      Map.of(
          "Concatenate", DirectReader::concat,
          "Add", DirectReader::add);

  private DirectReader() {}

  /** The plan that {@code config} describes. */
  public static Plan read(ModelConfig config) {
    List<Layer> layers = config.layers().stream().map(DirectReader::layer).toList();
    try {
      Plan plan = new Plan(layers);
      plan.parameterCount();
      return plan;
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException("model " + config.name() + ": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new UnsupportedModelException(
          "model " + config.name() + " has maps or arrays too large to be counted", e);
    }
  }

  private static Layer layer(LayerConfig config) {
    if (MERGES.containsKey(config.className())) {
      return MERGES.get(config.className()).apply(config);
    }
    Function<Fields, Layer> rule = rule(config.className());
    if (rule == null) {
      throw new UnsupportedModelException(
          "layer "
              + config.name()
              + " is of class "
              + config.className()
              + ", which is not supported; supported are "
              + supported());
    }
    Fields fields = new Fields(config);
    Layer layer = rule.apply(fields);
    fields.finish();
    return layer;
  }

  private static Function<Fields, Layer> rule(String className) {
    return OnlyInTraining.classes().contains(className)
        ? DirectReader::onlyInTraining
        : TABLE.get(className);
  }

  private static Set<String> supported() {
    Set<String> names = new TreeSet<>(TABLE.keySet());
    names.addAll(OnlyInTraining.classes());
    names.addAll(MERGES.keySet());
    return names;
  }

  private static Layer input(Fields f) {
    f.require("optional", "false");
    Shape shape = f.batchShape();
    if (!shape.isMap() || shape.channels() != 3) {
      throw f.unsupported("takes " + shape + "; images of 3 channels are expected");
    }
    return new Input(f.name(), shape);
  }

  private static Layer conv(Fields f) {
    f.require("data_format", CHANNELS_LAST)
        .require("groups", "1")
        .require("dilation_rate", "[1,1]");
    return new Conv2d(
        f.name(),
        f.input(),
        f.integer("filters"),
        f.size2d("kernel_size"),
        f.size2d("strides"),
        f.padding(),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  private static Layer depthwise(Fields f) {
    f.require("data_format", CHANNELS_LAST).require("dilation_rate", "[1,1]");
    f.require("groups", "1").require("filters");
    return new DepthwiseConv2d(
        f.name(),
        f.input(),
        f.integer("depth_multiplier"),
        f.size2d("kernel_size"),
        f.size2d("strides"),
        f.padding(),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  private static Layer dense(Fields f) {
    f.require("quantization_config").require("lora_rank").require("lora_alpha");
    return new Dense(
        f.name(),
        f.input(),
        f.integer("units"),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  private static Layer batchNorm(Fields f) {
    f.require("axis", "-1", "3", "[3]", "[-1]");
    f.value("momentum");
    f.require("synchronized", "false").require("renorm", "false").require("renorm_clipping");
    f.value("renorm_momentum");
    return new BatchNorm(
        f.name(), f.input(), f.number("epsilon"), f.bool("scale", true), f.bool("center", true));
  }

  private static Layer activate(Fields f, Activation activation) {
    return new Activate(f.name(), f.input(), activation);
  }

  private static Activation relu(Fields f) {
    f.require("negative_slope", "0.0", "0", "[0.0]").require("threshold", "0.0", "0", "[0.0]");
    JsonNode most = f.value("max_value");
    if (most.isMissingNode() || most.isNull()) {
      return Activation.RELU;
    }
    double value = most.isArray() ? most.path(0).asDouble() : most.asDouble();
    if (value != 6) {
      throw f.unsupported("has max_value = " + most + "; 6 and none are supported");
    }
    return Activation.RELU6;
  }

  private static Layer pool(Fields f, Reduction reduction) {
    f.require("data_format", CHANNELS_LAST);
    Size2d window = f.size2d("pool_size");
    return new Pool2d(f.name(), f.input(), reduction, window, f.strides(window), f.padding());
  }

  private static Layer globalPool(Fields f, Reduction reduction) {
    f.require("data_format", CHANNELS_LAST);
    return new GlobalPool(f.name(), f.input(), reduction, f.bool("keepdims", false));
  }

  private static Layer zeroPad(Fields f) {
    f.require("data_format", CHANNELS_LAST);
    JsonNode padding = f.value("padding");
    JsonNode rows = padding.path(0);
    JsonNode columns = padding.path(1);
    if (rows.size() != 2 || columns.size() != 2) {
      throw f.unsupported("has padding = " + padding + ", [[top, bottom], [left, right]] expected");
    }
    return new ZeroPad2d(
        f.name(),
        f.input(),
        rows.path(0).asInt(),
        rows.path(1).asInt(),
        columns.path(0).asInt(),
        columns.path(1).asInt());
  }

  private static Layer flatten(Fields f) {
    f.require("data_format", CHANNELS_LAST);
    return new Flatten(f.name(), f.input());
  }

  private static Layer reshape(Fields f) {
    JsonNode target = f.value("target_shape");
    int[] axes = new int[target.size()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = target.path(i).asInt();
      if (axes[i] < 1) {
        throw f.unsupported("has target_shape = " + target + ", all of it is to be stated");
      }
    }
    return new Reshape(f.name(), f.input(), new Shape(axes));
  }

  private static Layer dropout(Fields f) {
    f.require("noise_shape");
    f.value("seed");
    return new Dropout(f.name(), f.input(), f.number("rate"));
  }

  private static Layer onlyInTraining(Fields f) {
    f.ignoreAll();
    return activate(f, Activation.LINEAR);
  }

  private static Layer concat(LayerConfig config) {
    Fields f = new Fields(config);
    f.require("axis", "-1", "3");
    f.finish();
    return new Concat(config.name(), config.inputs());
  }

  private static Layer add(LayerConfig config) {
    new Fields(config).finish();
    return new Add(config.name(), config.inputs());
  }
}
