/**
 * Graft in a Java program, from a file of Keras to labelled probabilities:
 *
 * <pre>{@code
 * Training training = Graft.importKeras(Path.of("demo_vgg.h5")).on(Path.of("logos"));
 * TrainedModel model = training.size(32).epochs(20).train();
 * double accuracy = model.evaluation().accuracy();
 *
 * Receipt receipt = model.exportOnnx(Path.of("logos.onnx"));
 * try (OnnxModel classifier = Graft.open(Path.of("logos.onnx"))) {
 *   List<Path> images = List.of(Path.of("picture.jpg"));
 *   for (Prediction prediction : classifier.predict(images, 3)) {
 *     System.out.println(prediction.image() + ": " + prediction.top());
 *   }
 * }
 * }</pre>
 *
 * <p>What else {@code graft train}, {@code graft export --bundle} and {@code graft cache} do:
 *
 * <pre>{@code
 * FeatureCache cache = Graft.cache(Path.of("cache"), System.err::println);
 * TrainedModel other =
 *     training
 *         .size(32)
 *         .epochs(20)
 *         .augment("flip,crop=0.2", 4)
 *         .classWeights(ClassWeights.AUTO)
 *         .folds(3)
 *         .cache(cache)
 *         .train();
 * double expected = other.crossValidation().orElseThrow().mean();
 * Receipt deployed = other.exportBundle(Path.of("bundle"));
 * long freed = cache.clear();
 * }</pre>
 *
 * <p>Images that are no folder are gathered in {@link org.graft.api.LabelledImages}.
 *
 * <p>Everything else here is immutable and thin: {@link org.graft.api.ImportedBase#base}, {@link
 * org.graft.api.TrainedModel#run} and the like lead to the classes that do the work.
 */
package org.graft.api;
