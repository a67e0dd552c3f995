package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.graft.api.Bases;
import org.graft.api.Computing;
import org.graft.api.Extracted;
import org.graft.api.Extracting;
import org.graft.api.ImageForm;
import org.graft.api.ImportedBase;
import org.graft.api.Preparation;
import org.graft.api.TrainingData;
import org.graft.failure.InputException;
import org.graft.feature.Features;
import org.graft.image.Exif;
import org.graft.image.Interpolation;

/** {@code graft features}: what a base makes of images, for other programs. */
@Parameters(commandDescription = "Write a base's features of images as a NumPy array")
final class FeaturesCommand extends Command {
  @Parameter(names = "--base", required = true, description = "Name on the shelf")
  private String base;

  @Parameter(
      names = "--out",
      description =
          "FILE.npy for [images, width] float32, with FILE.npy.csv that names the rows; or a folder"
              + " that graft train --features learns from without the images")
  private Path out;

  @Parameter(
      names = "--size",
      validateWith = Side.class,
      description = "Side of the images in pixels; by default the base's native size")
  private Integer size;

  @Parameter(
      names = "--preprocessing",
      description = "catalogue (the base's own), raw, caffe, tf, torch or unit")
  private String preprocessing = TrainingOptions.CATALOGUE;

  @Parameter(names = "--interpolation", description = "nearest, bilinear or bicubic")
  private String interpolation = "nearest";

  @ParametersDelegate private final ExifOption exif = new ExifOption();

  @Parameter(
      names = "--measure",
      description = "Also measure how many images a second the base does, nothing else")
  private boolean measure;

  @ParametersDelegate private final DataOptions data = new DataOptions();

  @ParametersDelegate private final FeatureOptions options = new FeatureOptions();

  @Override
  void run(Console console) {
    requireOut();
    ImportedBase loaded = new Bases(console.environment().home()).open(base);
    Computing computing = options.computing(console, options.settings(console));
    Extracting asked =
        loaded
            .features(TrainingData.of(data.folder(), data.source()))
            .images(images())
            .computing(computing);
    Extracted found = (measure ? asked.measuring() : asked).run(new SessionLines(console));
    if (out != null && isArray()) {
      found.write(out);
    } else if (out != null) {
      found.writeFolder(out);
    }
    tell(console, found);
  }

  private void requireOut() {
    if (out == null) {
      return;
    }
    if (isArray()) {
      Destination.file("--out", out);
    } else if (String.valueOf(out.getFileName()).contains(".")) {
      throw new InputException(
          "--out %s: expected FILE.npy for an array, or a folder's name without an ending"
              .formatted(out));
    } else {
      Destination.newFolder("--out", out);
    }
  }

  private boolean isArray() {
    return out.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  private ImageForm images() {
    ImageForm form =
        ImageForm.USUAL
            .withInterpolation(Interpolation.of(interpolation))
            .withPreparation(Preparation.of(preprocessing))
            .withExif(exif.or(Exif.APPLY));
    return size == null ? form : form.withSide(size);
  }

  private void tell(Console console, Extracted found) {
    Features features = found.features();
    OptionalDouble rate = found.imagesPerSecond();
    console.result(
        "%d features of %d images by %s, %.1f s%s",
        features.width(),
        features.count(),
        found.origin().engine().toString(),
        found.seconds(),
        rate.isEmpty()
            ? ""
            : String.format(Locale.ROOT, ", the base alone %.1f images/s", rate.getAsDouble()));
    console.json(
        "images", features.count(),
        "width", features.width(),
        "engine", found.origin().engine().toString(),
        "precision", found.origin().precision().toString(),
        "seconds", found.seconds(),
        "images_per_second", rate,
        "file", out == null ? null : out.toString());
  }
}
