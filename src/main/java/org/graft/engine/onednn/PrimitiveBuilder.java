package org.graft.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_nearest;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scaleshift;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.prelu_forward;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.resampling_forward;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.sum;
import org.bytedeco.javacpp.FloatPointer;
import org.graft.plan.Affine;

/**
 * Appends primitives to a program, each with what it reads and a new value for what it writes.
 *
 * @param operations of the program
 */
record PrimitiveBuilder(List<ProgramStep> operations, Constants constants) {
  static final int INFERENCE = dnnl.prop_kind.forward_inference.value;

  void add(ProgramStep operation) {
    operations.add(operation);
  }

  /** All memory of a primitive is the program's, and {@code functions} come behind it. */
  static primitive_attr attributes(List<Eltwise> functions) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    if (!functions.isEmpty()) {
      post_ops behind = new post_ops();
      functions.forEach(f -> behind.append_eltwise(1, f.algorithm(), f.alpha(), f.beta()));
      attributes.set_post_ops(behind);
    }
    return attributes;
  }

  /** Appends what reads one value and writes another, which it hands back. */
  private Value added(PrimitiveCall call, Value from, Value to) {
    add(call.with(DNNL_ARG_SRC, from).with(DNNL_ARG_DST, to));
    return to;
  }

  /** The same values in another layout or type; the value itself if it lies so. */
  Value reorder(Value from, memory.desc wanted) {
    if (from.layout().equals(wanted)) {
      return from;
    }
    Value to = Value.of(wanted);
    copy(from, to);
    return to;
  }

  /** Copies between views of the same axes. */
  void copy(Value from, Value to) {
    reorder.primitive_desc made =
        new reorder.primitive_desc(
            OneDnn.cpu(), from.layout(), OneDnn.cpu(), to.layout(), attributes(List.of()), false);
    added(new PrimitiveCall(made), from, to);
  }

  /** Channels fastest, without gaps. */
  Value plain(Value value) {
    return plain(value, value.type());
  }

  Value plain(Value value, memory.data_type type) {
    return reorder(value, Layouts.plain(type, value.dims()));
  }

  /** The same values, in {@code [n, height, width, channels]} order, with other axes. */
  Value reshaped(Value value, long... dims) {
    Value plain = plain(value);
    return plain.as(Layouts.plain(plain.type(), dims));
  }

  /** A window over each channel; {@code dims} leave it. */
  Value pool(Value from, int algorithm, Sliding window, long... dims) {
    pooling_forward.primitive_desc made =
        new pooling_forward.primitive_desc(
            new pooling_forward.desc(
                INFERENCE,
                algorithm,
                from.layout(),
                Layouts.any(from.type(), dims),
                window.strides(),
                window.kernel(),
                window.before(),
                window.behind()),
            attributes(List.of()),
            OneDnn.cpu());
    return added(new PrimitiveCall(made), from, Value.of(made.dst_desc()));
  }

  /** {@code x * scale[c] + shift[c]}, as a BatchNorm of mean 0 and variance 1. */
  Value affine(Value from, Affine affine) {
    batch_normalization_forward.primitive_desc made =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                INFERENCE, from.layout(), 0, dnnl_use_global_stats | dnnl_use_scaleshift),
            attributes(List.of()),
            OneDnn.cpu());
    int channels = affine.scale().length;
    requireOneEach(from.dims()[1], affine);
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    PrimitiveCall call =
        new PrimitiveCall(made)
            .with(DNNL_ARG_MEAN, constants.vector(new float[channels]))
            .with(DNNL_ARG_VARIANCE, constants.vector(ones))
            .with(DNNL_ARG_SCALE_SHIFT, scaleShift(affine));
    return added(call, from, Value.of(from.layout()));
  }

  /** Native code would read on behind too few. */
  private static void requireOneEach(long channels, Affine affine) {
    if (channels != affine.scale().length || channels != affine.shift().length) {
      throw new IllegalArgumentException(
          affine.scale().length + " scales do not fit " + channels + " channels");
    }
  }

  private memory scaleShift(Affine affine) {
    int channels = affine.scale().length;
    float[] both = Arrays.copyOf(affine.scale(), 2 * channels);
    System.arraycopy(affine.shift(), 0, both, channels, channels);
    memory.desc rows = Layouts.plain(Layouts.F32, 2, channels);
    return constants.laidOut(both, rows, rows);
  }

  /** Each cell's channels brought to mean 0 and variance 1, then scaled and shifted. */
  Value layerNorm(Value from, float epsilon, Affine affine) {
    Value plain = plain(from);
    int channels = affine.scale().length;
    long cells = Arrays.stream(plain.dims()).reduce(1, (a, b) -> a * b) / channels;
    Value rows = plain.as(Layouts.plain(plain.type(), cells, channels));
    layer_normalization_forward.primitive_desc made =
        new layer_normalization_forward.primitive_desc(
            new layer_normalization_forward.desc(
                INFERENCE, rows.layout(), epsilon, dnnl_use_scaleshift),
            attributes(List.of()),
            OneDnn.cpu());
    PrimitiveCall call = new PrimitiveCall(made).with(DNNL_ARG_SCALE_SHIFT, scaleShift(affine));
    return added(call, rows, Value.of(rows.layout())).as(plain.layout());
  }

  /** Functions of single values, one behind the other, in place where nobody else reads them. */
  Value eltwise(Value from, List<Eltwise> functions, boolean inPlace) {
    Value now = from;
    for (Eltwise function : functions) {
      eltwise_forward.primitive_desc made =
          new eltwise_forward.primitive_desc(
              new eltwise_forward.desc(
                  INFERENCE, function.algorithm(), now.layout(), function.alpha(), function.beta()),
              attributes(List.of()),
              OneDnn.cpu());
      Value to = inPlace || now.buffer() != from.buffer() ? now : Value.of(now.layout());
      now = added(new PrimitiveCall(made), now, to);
    }
    return now;
  }

  /** Over the channels, in float32. */
  Value softmax(Value from) {
    Value plain = plain(from, Layouts.F32);
    softmax_forward.primitive_desc made =
        new softmax_forward.primitive_desc(
            new softmax_forward.desc(INFERENCE, plain.layout(), 1),
            attributes(List.of()),
            OneDnn.cpu());
    return added(new PrimitiveCall(made), plain, Value.of(plain.layout()));
  }

  /** A rectifier whose slope below 0 is one of {@code slopes}, {@code [1, c, h, w]} or of ones. */
  Value prelu(Value from, float[] slopes, long... dims) {
    Value plain = plain(from, Layouts.F32);
    memory.desc given = Layouts.plain(Layouts.F32, dims);
    prelu_forward.primitive_desc made =
        new prelu_forward.primitive_desc(
            new prelu_forward.desc(INFERENCE, plain.layout(), given),
            attributes(List.of()),
            OneDnn.cpu());
    PrimitiveCall call =
        new PrimitiveCall(made)
            .with(DNNL_ARG_WEIGHTS, constants.laidOut(slopes, given, made.weights_desc()));
    return added(call, plain, Value.of(plain.layout()));
  }

  /** Value by value; axes of length 1 of the second are stretched. */
  Value binary(int algorithm, Value first, Value second) {
    Value one = plain(first);
    Value other = plain(second, one.type());
    binary.primitive_desc made =
        new binary.primitive_desc(
            new binary.desc(algorithm, one.layout(), other.layout(), one.layout()),
            attributes(List.of()),
            OneDnn.cpu());
    Value to = Value.of(one.layout());
    add(
        new PrimitiveCall(made)
            .with(DNNL_ARG_SRC_0, one)
            .with(DNNL_ARG_SRC_1, other)
            .with(DNNL_ARG_DST, to));
    return to;
  }

  /** A weighted sum of values of the same axes. */
  Value sum(List<Value> terms, float... scales) {
    Value first = plain(terms.get(0));
    List<Value> alike = terms.stream().map(term -> reorder(term, first.layout())).toList();
    sum.primitive_desc made =
        new sum.primitive_desc(
            new FloatPointer(scales), array(alike), OneDnn.cpu(), attributes(List.of()));
    Value to = Value.of(made.dst_desc());
    addOfMany(new PrimitiveCall(made), alike, to);
    return to;
  }

  /** Side by side along the channels. */
  Value concat(List<Value> parts) {
    memory.data_type type = parts.get(0).type();
    List<Value> plain = parts.stream().map(part -> plain(part, type)).toList();
    concat.primitive_desc made =
        new concat.primitive_desc(1, array(plain), OneDnn.cpu(), attributes(List.of()));
    Value to = Value.of(made.dst_desc());
    addOfMany(new PrimitiveCall(made), plain, to);
    return to;
  }

  private void addOfMany(PrimitiveCall call, List<Value> from, Value to) {
    for (int i = 0; i < from.size(); i++) {
      call.with(DNNL_ARG_MULTIPLE_SRC + i, from.get(i));
    }
    add(call.with(DNNL_ARG_DST, to));
  }

  private static memory.desc array(List<Value> values) {
    memory.desc array = new memory.desc(values.size());
    for (int i = 0; i < values.size(); i++) {
      array.position(i).put(values.get(i).layout());
    }
    return array.position(0);
  }

  /** Every cell repeated. */
  Value upSample(Value from, long... dims) {
    Value plain = plain(from);
    resampling_forward.primitive_desc made =
        new resampling_forward.primitive_desc(
            new resampling_forward.desc(
                INFERENCE,
                dnnl_resampling_nearest,
                plain.layout(),
                Layouts.plain(plain.type(), dims)),
            attributes(List.of()),
            OneDnn.cpu());
    return added(new PrimitiveCall(made), plain, Value.of(made.dst_desc()));
  }

  /** Rows and columns of a map, from the cell {@code [0, 0, top, left]} on. */
  Value crop(Value from, long[] dims, long... first) {
    Value plain = plain(from);
    Value to = Value.of(Layouts.plain(plain.type(), dims));
    copy(plain.as(plain.layout().submemory_desc(dims, first, false)), to);
    return to;
  }

  /** A map within a greater one of zeros, from the cell {@code [0, 0, top, left]} on. */
  Value zeroPad(Value from, long[] dims, long... first) {
    Value to = Value.of(Layouts.plain(from.type(), dims));
    add(new ZeroFill(to.buffer()));
    copy(from, to.as(to.layout().submemory_desc(from.dims(), first, false)));
    return to;
  }
}
