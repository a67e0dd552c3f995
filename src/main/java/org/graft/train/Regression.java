package org.graft.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.graft.graph.Criterion;
import org.graft.head.Head;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.image.Numbers;
import org.graft.plan.Layer;
import org.graft.plan.Tensor;

/**
 * Each image has a number. A model learns it with mean 0 and deviation 1 and gives it as it is.
 *
 * @param labels what the number is called
 * @param numbers the answers
 * @param scale of the numbers of the images to learn from
 * @param distance what is minimised
 */
public record Regression(List<String> labels, Numbers numbers, Scale scale, Distance distance)
    implements Task {
  /** What users call it. */
  public static final String NAME = "regression";

  /** Names of figures. */
  static final String R2 = "r2";

  static final String MAE = "mae";
  static final String RMSE = "rmse";

  private static final String SCORE = "R²";

  /** Numbers that differ by less than this share of the deviation are the same. */
  private static final double SAME = 0.01;

  public Regression {
    labels = List.copyOf(labels);
  }

  static Regression of(Dataset data, Numbers numbers) {
    double[] learned =
        data.train().stream()
            .mapToInt(LabelledImage::label)
            .mapToDouble(numbers.numbers()::get)
            .toArray();
    return new Regression(data.labels(), numbers, Scale.of(learned), Distance.MSE);
  }

  /** The same on the scale of a model that was trained before. */
  Regression withScale(Scale other) {
    return new Regression(labels, numbers, other, distance);
  }

  @Override
  public Regression by(Loss loss) {
    return loss.distance() == null ? this : new Regression(labels, numbers, scale, loss.distance());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int answers() {
    return numbers.count();
  }

  @Override
  public String described() {
    return "a number";
  }

  @Override
  public String word() {
    return "number";
  }

  @Override
  public String other() {
    return "other numbers";
  }

  @Override
  public String written(List<Integer> answer) {
    return numbers.named(answer.get(0), labels);
  }

  @Override
  public String given(Evaluation evaluation, int image) {
    return String.valueOf(evaluation.probability(image, 0));
  }

  @Override
  public Layer last() {
    return Head.number(scale.mean(), scale.deviation());
  }

  @Override
  public Criterion criterion() {
    return distance.criterion();
  }

  @Override
  public boolean isCounted() {
    return false;
  }

  /** On the scale that is learned; nothing is smoothed. */
  @Override
  public Tensor targets(int[] answers, double smoothing) {
    return column(answers, scale::standardized);
  }

  /** The numbers as they are. */
  @Override
  public Tensor certain(int... answers) {
    return column(answers, number -> number);
  }

  private Tensor column(int[] answers, DoubleUnaryOperator form) {
    float[] values = new float[answers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) form.applyAsDouble(numbers.numbers().get(answers[i]));
    }
    return new Tensor(values, answers.length, 1);
  }

  /** The mean of what was learned. */
  @Override
  public float unknown() {
    return (float) scale.mean();
  }

  @Override
  public double loss(Evaluation evaluation) {
    float[] outputs = evaluation.probabilities().values().clone();
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) scale.standardized(outputs[i]);
    }
    float[] targets = targets(evaluation.truth(), 0).values();
    return criterion().ofProbabilities(outputs, targets, evaluation.images());
  }

  @Override
  public double rightShare(Tensor logits, int row, int answer) {
    return Double.NaN;
  }

  @Override
  public boolean isRight(Evaluation evaluation, int image) {
    return evaluation.probability(image, 0) == numbers.numbers().get(evaluation.truth()[image]);
  }

  @Override
  public boolean isSame(Evaluation one, Evaluation other, int image) {
    double difference = Math.abs(one.probability(image, 0) - (double) other.probability(image, 0));
    return difference <= SAME * scale.deviation();
  }

  @Override
  public int[] strata(int... answers) {
    return numbers.strata(1, answers);
  }

  @Override
  public List<String> strataNames() {
    return IntStream.range(0, Numbers.GROUPS)
        .mapToObj(group -> numbers.stratum(group, labels))
        .toList();
  }

  /** 1: a number says nothing of how sure it is. */
  @Override
  public double sureness(Evaluation evaluation, int image) {
    return 1;
  }

  /** The score is R², its base that of always giving the mean of the images learned from. */
  @Override
  public Measures measures(Evaluation evaluation) {
    double[] truth = IntStream.of(evaluation.truth()).mapToDouble(numbers.numbers()::get).toArray();
    double[] given = new double[truth.length];
    double[] mean = new double[truth.length];
    Arrays.fill(mean, scale.mean());
    for (int i = 0; i < truth.length; i++) {
      given[i] = evaluation.probabilities().values()[i];
    }
    Errors errors = Errors.of(truth, given);
    Errors byMean = Errors.of(truth, mean);
    Map<String, Double> all = new LinkedHashMap<>();
    all.put(R2, errors.r2());
    all.put(MAE, errors.mae());
    all.put(RMSE, errors.rmse());
    all.put(R2 + "_base", byMean.r2());
    all.put(MAE + "_base", byMean.mae());
    all.put(RMSE + "_base", byMean.rmse());
    String further =
        String.format(
            Locale.ROOT,
            "MAE %.4g (the mean's %.4g), RMSE %.4g (the mean's %.4g)",
            errors.mae(),
            byMean.mae(),
            errors.rmse(),
            byMean.rmse());
    return new Measures(SCORE, R2, errors.r2(), byMean.r2(), all, further);
  }

  /** None: a number is no label. */
  @Override
  public List<Integer> namedBy(Evaluation evaluation, int image) {
    return List.of();
  }
}
