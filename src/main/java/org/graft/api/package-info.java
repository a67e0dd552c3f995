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
 * <p>A training that is kept in a folder can be stopped and go on ({@link
 * org.graft.api.Training#trainIn}, {@link org.graft.api.Graft#openRun}); {@link
 * org.graft.api.Training#compare} does it on several bases, {@link org.graft.api.Training#diagnose}
 * says why it learns nothing, {@link org.graft.api.Auditing} what its images are like. Each is what
 * the command does, to the bit, and tells a {@link org.graft.api.JobListener} how it gets on.
 *
 * <p>{@link org.graft.api.Importing} says more of an import, and puts it on a shelf ({@link
 * org.graft.api.Bases}) that the commands use, too; {@link org.graft.api.Downloading} fetches
 * official files. Exceptions name what could be set otherwise ({@link org.graft.failure.Hint}) as
 * it is called here.
 *
 * <p>Images that are no folder are gathered in {@link org.graft.api.LabelledImages}.
 *
 * <p>Everything else here is immutable and thin: {@link org.graft.api.ImportedBase#base}, {@link
 * org.graft.api.TrainedModel#run} and the like lead to the classes that do the work.
 */
package org.graft.api;
