package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.graft.plan.CenterCrop;
import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Crop2d;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Resize2d;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Size2d;
import org.graft.plan.UpSample2d;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;
import org.jspecify.annotations.Nullable;

/** Keras classes that look at a map's height and width. */
final class KerasWindows {
  private static final int LONGEST_SIDE = 1 << 14;

  private KerasWindows() {}

  static Layer conv(Fields f) {
    return new Conv2d(
        f.name(),
        f.input(),
        f.integer("filters"),
        window(f),
        f.integer("groups", 1),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  static Layer depthwise(Fields f) {
    f.require("groups", "1").require("filters");
    return new DepthwiseConv2d(
        f.name(),
        f.input(),
        f.integer("depth_multiplier"),
        window(f),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  static Layer separable(Fields f) {
    f.require("groups", "1");
    return new SeparableConv2d(
        f.name(),
        f.input(),
        f.integer("filters"),
        f.integer("depth_multiplier", 1),
        window(f),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  static Layer transposed(Fields f) {
    f.require("groups", "1");
    return new ConvTranspose2d(
        f.name(),
        f.input(),
        f.integer("filters"),
        window(f),
        f.integers("output_padding"),
        f.bool("use_bias", true),
        f.activation("activation"));
  }

  static Layer centerCrop(Fields f) {
    f.requireChannelsLast();
    f.value("auto_vectorize");
    return new CenterCrop(f.name(), f.input(), new Size2d(f.integer("height"), f.integer("width")));
  }

  private static Window window(Fields f) {
    f.requireChannelsLast();
    Size2d dilation = f.size2d("dilation_rate", Size2d.square(1));
    Window window = new Window(f.size2d("kernel_size"), f.size2d("strides"), dilation, f.padding());
    if (window.hasGaps() && !window.strides().equals(Size2d.square(1))) {
      throw f.unsupported("has strides and a dilation_rate, one of which must be 1");
    }
    return window;
  }

  static Layer pool(Fields f, Reduction reduction) {
    f.requireChannelsLast();
    Size2d size = f.size2d("pool_size");
    Window window = new Window(size, f.size2d("strides", size), f.padding());
    return new Pool2d(f.name(), f.input(), reduction, window);
  }

  static Layer globalPool(Fields f, Reduction reduction) {
    f.requireChannelsLast();
    return new GlobalPool(f.name(), f.input(), reduction, f.bool("keepdims", false));
  }

  static Layer upSample(Fields f) {
    f.requireChannelsLast();
    return new UpSample2d(
        f.name(), f.input(), f.size2d("size"), interpolation(f, "interpolation", "nearest"));
  }

  static Layer resize(Fields f) {
    f.requireChannelsLast();
    boolean crops = f.bool("crop_to_aspect_ratio", false);
    boolean pads = f.bool("pad_to_aspect_ratio", false);
    f.require("fill_mode", "\"constant\"");
    double fill = f.number("fill_value", 0);
    if (crops && pads) {
      throw f.unsupported("crops and pads to one aspect ratio; one of both is expected");
    }
    Resize2d.@Nullable Aspect padded = pads ? new Resize2d.Aspect(true, fill) : null;
    return resized(f, "interpolation", crops ? Resize2d.Aspect.CROPPED : padded);
  }

  /** {@code tf.image.resize}. */
  static Layer resizeByFunction(Fields f) {
    f.require("preserve_aspect_ratio", "false");
    return resized(f, "method", null);
  }

  /** With {@code aspect} kept, which may be {@code null}. */
  private static Layer resized(Fields f, String field, Resize2d.@Nullable Aspect aspect) {
    Size2d target =
        f.has("size") ? f.size2d("size") : new Size2d(f.integer("height"), f.integer("width"));
    if (Math.max(target.height(), target.width()) > LONGEST_SIDE) {
      throw f.unsupported("resizes to " + target.height() + " x " + target.width());
    }
    return new Resize2d(
        f.name(),
        f.input(),
        target,
        interpolation(f, field, "bilinear"),
        Resize2d.CellGrid.CENTRES,
        f.bool("antialias", false),
        aspect);
  }

  private static Resize2d.ResizeMethod interpolation(Fields f, String field, String byDefault) {
    String stated = f.value(field).asText(byDefault);
    return Arrays.stream(Resize2d.ResizeMethod.values())
        .filter(known -> known.name().equalsIgnoreCase(stated))
        .findFirst()
        .orElseThrow(
            () ->
                f.unsupported(
                    "has %s = \"%s\", which Keras does not have; %s are known"
                        .formatted(
                            field,
                            stated,
                            Arrays.stream(Resize2d.ResizeMethod.values())
                                .map(known -> known.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
  }

  static Layer zeroPad(Fields f) {
    int[] ends = ends(f, "padding");
    return new ZeroPad2d(f.name(), f.input(), ends[0], ends[1], ends[2], ends[3]);
  }

  static Layer crop(Fields f) {
    int[] ends = ends(f, "cropping");
    return new Crop2d(f.name(), f.input(), ends[0], ends[1], ends[2], ends[3]);
  }

  /** Rows at a map's top and bottom, columns at its left and right. */
  private static int[] ends(Fields f, String field) {
    f.requireChannelsLast();
    JsonNode value = f.value(field);
    List<JsonNode> ends = new ArrayList<>();
    value.forEach(axis -> axis.forEach(ends::add));
    boolean pairs = value.size() == 2 && value.path(0).size() == 2 && value.path(1).size() == 2;
    if (!pairs || !ends.stream().allMatch(end -> end.canConvertToInt() && end.asInt() >= 0)) {
      throw f.unsupported(
          "has " + field + " = " + value + ", [[top, bottom], [left, right]] expected");
    }
    return ends.stream().mapToInt(JsonNode::asInt).toArray();
  }
}
