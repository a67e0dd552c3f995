package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sums of products along named axes, as {@code tf.einsum} documents them, of two arrays. */
final class EinsumKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("Einsum", Kernel.of(EinsumKernels::einsum));
  }

  private EinsumKernels() {}

  private static Array einsum(Call c) {
    String[] terms = c.text("equation").replace(" ", "").split(",|->", -1);
    if (terms.length != 3 || c.inputs().size() != 2) {
      throw new IllegalArgumentException(c.text("equation") + " is no product of two arrays");
    }
    String spread = letters(c, terms);
    String first = terms[0].replace("...", spread);
    String second = terms[1].replace("...", spread);
    String result = terms[2].replace("...", spread);
    Map<Integer, Integer> lengths = new HashMap<>();
    measure(lengths, first, c.input(0));
    measure(lengths, second, c.input(1));
    String places = common(first, second, result, true);
    String summed = common(first, second, result, false);
    String rows = without(first, places + summed);
    String columns = without(second, places + summed);
    if (!sorted(places + rows + columns).equals(sorted(result))) {
      throw new IllegalArgumentException(c.text("equation") + " sums within one array");
    }
    int count = size(lengths, places);
    int height = size(lengths, rows);
    int depth = size(lengths, summed);
    int width = size(lengths, columns);
    Array left = ordered(c.input(0), first, places + rows + summed).shaped(count, height, depth);
    Array right = ordered(c.input(1), second, places + summed + columns);
    Array made = ConvolutionKernels.products(left, right.shaped(count, depth, width));
    String own = places + rows + columns;
    return ordered(made.shaped(lengths(lengths, own)), own, result);
  }

  /** A name for each axis that an ellipsis stands for: capitals that no term has. */
  private static String letters(Call c, String... terms) {
    int axes = 0;
    for (int i = 0; i < 2; i++) {
      if (terms[i].contains("...")) {
        axes = Math.max(axes, c.input(i).rank() - (terms[i].length() - 3));
      }
    }
    String used = String.join("", terms);
    String all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return text(without(all, used).chars().limit(axes));
  }

  private static void measure(Map<Integer, Integer> lengths, String term, Array array) {
    if (term.length() != array.rank() || term.chars().distinct().count() != term.length()) {
      throw new IllegalArgumentException(array + " has other axes than " + term);
    }
    for (int i = 0; i < term.length(); i++) {
      Integer known = lengths.putIfAbsent((int) term.charAt(i), array.axis(i));
      if (known != null && known != array.axis(i)) {
        throw new IllegalArgumentException(
            "axis " + term.charAt(i) + " is " + known + " and " + array.axis(i) + " long");
      }
    }
  }

  private static String common(String first, String second, String result, boolean kept) {
    return text(
        first.chars().filter(l -> second.indexOf(l) >= 0 && result.indexOf(l) >= 0 == kept));
  }

  private static String without(String term, String letters) {
    return text(term.chars().filter(l -> letters.indexOf(l) < 0));
  }

  private static String sorted(String letters) {
    return text(letters.chars().sorted());
  }

  private static String text(IntStream letters) {
    return letters.mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static int[] lengths(Map<Integer, Integer> lengths, String letters) {
    return letters.chars().map(lengths::get).toArray();
  }

  private static int size(Map<Integer, Integer> lengths, String letters) {
    return Array.size(lengths(lengths, letters));
  }

  private static Array ordered(Array array, String own, String wanted) {
    return array.transposed(wanted.chars().map(own::indexOf).toArray());
  }
}
