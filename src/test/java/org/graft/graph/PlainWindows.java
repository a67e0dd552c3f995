package org.graft.graph;

import java.util.List;
import org.graft.plan.Conv2d;
import org.graft.plan.Convolution;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;

/** One window layer computed by its definition, cell by cell, in double precision. */
final class PlainWindows {
  private final Model model;
  private final Tensor image;
  private final int size;
  private final int window;
  private final int stride;
  private final int before;
  private final Shape out;

  private PlainWindows(Model model, Tensor image, Window window) {
    this.model = model;
    this.image = image;
    this.size = image.shape()[1];
    this.window = window.size().height();
    this.stride = window.strides().height();
    this.out = model.plan().output().outputShape(List.of(Shape.square(size, 3)));
    int missing = Math.max(0, (out.height() - 1) * this.stride + this.window - size);
    this.before = window.padding() == Padding.SAME ? missing / 2 : 0;
  }

  static float[] run(Model model, Tensor image) {
    Layer layer = model.plan().output();
    Window window =
        layer instanceof Convolution convolution ? convolution.window() : ((Pool2d) layer).window();
    return new PlainWindows(model, image, window).values();
  }

  private float[] values() {
    float[] values = new float[out.size()];
    int i = 0;
    for (int row = 0; row < out.height(); row++) {
      for (int column = 0; column < out.width(); column++) {
        for (int channel = 0; channel < out.channels(); channel++) {
          values[i++] = (float) cell(row * stride - before, column * stride - before, channel);
        }
      }
    }
    return values;
  }

  private double cell(int top, int left, int channel) {
    Layer layer = model.plan().output();
    double sum = 0;
    double most = Double.NEGATIVE_INFINITY;
    int cells = 0;
    for (int y = 0; y < window; y++) {
      for (int x = 0; x < window; x++) {
        if (top + y >= 0 && top + y < size && left + x >= 0 && left + x < size) {
          cells++;
          sum +=
              layer instanceof Conv2d
                  ? allChannels(top, left, y, x, channel)
                  : own(top, left, y, x, channel);
          most = Math.max(most, pixel(top + y, left + x, channel % 3));
        }
      }
    }
    if (layer instanceof Pool2d pool) {
      return pool.reduction() == Reduction.MAX ? most : sum / cells;
    }
    return sum + model.weights().get(layer.name(), Weights.BIAS).values()[channel];
  }

  private double allChannels(int top, int left, int y, int x, int channel) {
    float[] kernel = model.weights().get(model.plan().output().name(), Weights.KERNEL).values();
    double sum = 0;
    for (int in = 0; in < 3; in++) {
      int index = ((y * window + x) * 3 + in) * out.channels() + channel;
      sum += kernel[index] * pixel(top + y, left + x, in);
    }
    return sum;
  }

  private double own(int top, int left, int y, int x, int channel) {
    double value = pixel(top + y, left + x, channel);
    if (model.plan().output() instanceof DepthwiseConv2d layer) {
      float[] kernel = model.weights().get(layer.name(), Weights.KERNEL).values();
      return value * kernel[(y * window + x) * 3 + channel];
    }
    return value;
  }

  private double pixel(int row, int column, int channel) {
    return image.values()[(row * size + column) * 3 + channel];
  }
}
