package org.graft.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sum of products along named axes, {@code bqhd,bkhd->bhqk}, as a product of matrices: the axes
 * of both arrays put in order and joined, multiplied, parted and put in the result's order. Letters
 * are of four kinds: of both arrays and the result (places), of both alone (summed), and of one and
 * the result (rows, columns). The letter of the batch is left out of all of them.
 */
public record Einsum(
    String first,
    String second,
    String result,
    String places,
    String summed,
    String rows,
    String columns) {

  /**
   * What {@code equation} says; nothing for what is no product of two arrays, image by image.
   *
   * @param matrix whether the second array is the same for all images
   */
  public static Optional<Einsum> of(String equation, boolean matrix) {
    String[] parts = equation.replace(" ", "").split(",|->", -1);
    if (parts.length != 3
        || parts[0].length() < 2
        || !Arrays.stream(parts).allMatch(Einsum::once)) {
      return Optional.empty();
    }
    String batch = parts[0].substring(0, 1);
    boolean each = matrix ? !parts[1].contains(batch) : parts[1].startsWith(batch);
    if (!each || !parts[2].startsWith(batch)) {
      return Optional.empty();
    }
    Einsum einsum =
        sorted(parts[0].substring(1), parts[1].substring(matrix ? 0 : 1), parts[2].substring(1));
    return einsum.isWhole() && (einsum.places.isEmpty() || !matrix)
        ? Optional.of(einsum)
        : Optional.empty();
  }

  private static boolean once(String letters) {
    return letters.chars().allMatch(Character::isLetter)
        && letters.chars().distinct().count() == letters.length();
  }

  private static Einsum sorted(String first, String second, String result) {
    return new Einsum(
        first,
        second,
        result,
        within(within(first, second, true), result, true),
        within(within(first, second, true), result, false),
        within(within(first, second, false), result, true),
        within(within(second, first, false), result, true));
  }

  /** The letters that another term has, or those that it does not have. */
  private static String within(String letters, String other, boolean has) {
    return letters
        .chars()
        .filter(letter -> other.indexOf(letter) >= 0 == has)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private boolean isWhole() {
    int both = places.length() + summed.length();
    return !summed.isEmpty()
        && both + rows.length() == first.length()
        && both + columns.length() == second.length()
        && places.length() + rows.length() + columns.length() == result.length();
  }

  /** The first array's axes in the order places, rows, summed, as {@link Permute} has it. */
  public List<Integer> firstOrder() {
    return order(first, places + rows + summed);
  }

  /** The second array's in the order places, summed, columns. */
  public List<Integer> secondOrder() {
    return order(second, places + summed + columns);
  }

  /** What of the product's axes, parted, each axis of the result is. */
  public List<Integer> resultOrder() {
    return order(places + rows + columns, result);
  }

  private static List<Integer> order(String from, String to) {
    return to.chars().mapToObj(letter -> from.indexOf(letter) + 1).toList();
  }

  /** Whether an order leaves all axes where they are. */
  public static boolean isInOrder(List<Integer> order) {
    return order.stream().sorted().toList().equals(order);
  }

  /** {@code [places, rows, summed]} of the first array, each joined to one axis. */
  public Shape firstJoined(Shape in) {
    return joined(
        places(in), product(lengths(in, first, rows)), product(lengths(in, first, summed)));
  }

  /** {@code [places, summed, columns]} of the second, for a first of that shape. */
  public Shape secondJoined(Shape in, Shape other) {
    return joined(
        places(in), product(lengths(in, first, summed)), product(lengths(other, second, columns)));
  }

  /** The product of both with its axes parted again. */
  public Shape parted(Shape in, Shape other) {
    Shape own = joined(lengths(in, first, places), lengths(in, first, rows));
    return joined(own.axes(), lengths(other, second, columns));
  }

  private int[] places(Shape in) {
    int[] own = lengths(in, first, places);
    return own.length == 0 ? own : new int[] {product(own)};
  }

  private static int[] lengths(Shape shape, String own, String letters) {
    return letters.chars().map(letter -> shape.axis(own.indexOf(letter))).toArray();
  }

  private static int product(int... lengths) {
    return Arrays.stream(lengths).reduce(1, Math::multiplyExact);
  }

  private static Shape joined(int[] before, int... behind) {
    return new Shape(IntStream.concat(Arrays.stream(before), Arrays.stream(behind)).toArray());
  }
}
