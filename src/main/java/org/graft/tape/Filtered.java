package org.graft.tape;

import java.util.Arrays;
import org.graft.plan.Activation;

/**
 * A frozen convolution by minimal filtering: tiles of the map are transformed, multiplied by the
 * transformed kernel, one matrix product for each place of a tile, and transformed back. With
 * kernels of 3x3 a quarter of the products is left (Lavin and Gray 2015). One of 1x1 is the product
 * alone.
 */
final class Filtered implements Step {
  /** Values that enter and leave the products at once, so that they stay in the second cache. */
  private static final int MOST_VALUES = 1 << 19;

  /** Kernels that take more rows to repay are better shared by a team than read by each. */
  private static final int LARGE = 100;

  /** Rows of a product at least, where there are as many. */
  private static final int LEAST_ROWS = 96;

  private final Values in;
  private final Values out;
  private final Tiling tiling;
  private final FilteredKernel kernel;
  private final Room room;
  private final Combination sum = new Combination();
  private final float[][] seen;
  private final float[][] half;

  Filtered(Values in, Values out, FilteredKernel kernel, Room room) {
    this.in = in;
    this.out = out;
    this.tiling = kernel.tiling();
    this.kernel = kernel;
    this.room = room;
    this.seen = new float[tiling.products()][];
    this.half = new float[tiling.products()][];
  }

  @Override
  public void forward() {
    float[] bias = kernel.bias() == null ? null : out.repeated(kernel.bias(), 0);
    boolean shares = room.isShared() && kernel.rowsThatRepay() > LARGE;
    Workplace place = shares ? room.together() : room.alone(in.images());
    int chunk = chunk(place.images());
    int rows = tiling.products() * chunk * place.images();
    place.hold(rows * in.channels, rows * out.channels);
    for (int first = 0; first < tiling.tiles(); first += chunk) {
      int some = Math.min(chunk, tiling.tiles() - first);
      for (int i = 0; i < some; i++) {
        enter(place, first + i, i, some);
      }
      place.meet();
      Share own = place.of(tiling.products());
      for (int p = own.from(); p < own.to(); p++) {
        multiply(place, p, some);
      }
      place.meet();
      for (int i = 0; i < some; i++) {
        leave(place, first + i, i, some, bias);
      }
    }
  }

  /** How many tiles are done at once: at least as many as repay reading the kernel. */
  private int chunk(int images) {
    int least = (Math.max(LEAST_ROWS, kernel.rowsThatRepay()) + images - 1) / images;
    int values = tiling.products() * images * (in.channels + out.channels);
    return Math.min(tiling.tiles(), Math.max(least, MOST_VALUES / values));
  }

  private void multiply(Workplace place, int product, int tiles) {
    int rows = tiles * place.images();
    long first = (long) product * rows;
    Matrix made = place.out().matrix(first * out.channels, rows, out.channels);
    made.set(place.in().matrix(first * in.channels, rows, in.channels), kernel.product(product));
  }

  /** Transforms a tile, the one {@code at} among {@code of}. */
  private void enter(Workplace place, int tile, int at, int of) {
    MinimalFilter down = tiling.down();
    MinimalFilter across = tiling.across();
    int width = across.products();
    int row = in.row();
    for (int p = 0; p < seen.length; p++) {
      int cell = tiling.read(tile, p / width, p % width);
      seen[p] = cell < 0 ? null : in.values()[cell];
    }
    combineColumns(down.b(), row);
    for (int p = 0; p < seen.length; p++) {
      combine(across.b()[p % width], p / width * width);
      float[] made = sum.in(room.row(seen.length, row), row);
      int to = ((p * of + at) * place.images() + place.first()) * in.channels;
      place.in().put(to, made == null ? zeros(row) : made, row);
    }
  }

  /** Transforms a tile of products back and applies bias and function. */
  private void leave(Workplace place, int tile, int at, int of, float... bias) {
    MinimalFilter down = tiling.down();
    MinimalFilter across = tiling.across();
    int width = across.products();
    int row = out.row();
    for (int p = 0; p < seen.length; p++) {
      seen[p] = room.row(seen.length + 1 + p, row);
      int from = ((p * of + at) * place.images() + place.first()) * out.channels;
      place.out().get(from, seen[p], row);
    }
    combineColumns(down.a(), row);
    for (int i = 0; i < down.outputs(); i++) {
      for (int j = 0; j < across.outputs(); j++) {
        int cell = tiling.made(tile, i, j);
        if (cell >= 0) {
          combine(across.a()[j], i * width);
          sum.add(1, bias);
          finish(out.values()[cell], row);
        }
      }
    }
  }

  /** The function comes while the sum is in a processor's first cache. */
  private void finish(float[] made, int row) {
    sum.into(made, row);
    if (kernel.function() != Activation.LINEAR) {
      Rectified.rectify(made, made, row, Rectified.most(kernel.function()));
    }
  }

  /** Combines what is seen down each column, into the same column of {@code half}. */
  private void combineColumns(float[][] factors, int row) {
    int width = tiling.across().products();
    for (int i = 0; i < factors.length; i++) {
      for (int x = 0; x < width; x++) {
        sum.clear();
        for (int y = 0; y < factors[i].length; y++) {
          sum.add(factors[i][y], seen[y * width + x]);
        }
        half[i * width + x] = sum.in(room.row(i * width + x, row), row);
      }
    }
  }

  private void combine(float[] factors, int first) {
    sum.clear();
    for (int x = 0; x < factors.length; x++) {
      sum.add(factors[x], half[first + x]);
    }
  }

  private float[] zeros(int size) {
    float[] zeros = room.row(seen.length, size);
    Arrays.fill(zeros, 0, size, 0);
    return zeros;
  }

  /** No parameter lies before a frozen convolution, so that nobody asks. */
  @Override
  public void backward() {}
}
