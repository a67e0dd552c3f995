package org.graft.cli;

import com.beust.jcommander.Parameter;
import org.graft.image.Exif;
import org.graft.image.Resize;

/** What becomes of images that their files say to be turned. */
@Heading.Under(Heading.DATA)
final class ExifOption {
  @Parameter(
      names = "--exif",
      description =
          "apply turns images upright as their files say (EXIF), ignore reads them as stored; by"
              + " default what a model was trained with, else apply, under recipe seed ignore")
  private String exif;

  /** Whether anything is asked for. */
  boolean isAsked() {
    return exif != null;
  }

  /** What is asked for, or {@code usual}. */
  Exif or(Exif usual) {
    return exif == null ? usual : Exif.of(exif);
  }

  /** What {@code model} was trained with, or what is asked for; tells where these are two. */
  Resize of(Resize trained, Object model, Console console) {
    Exif asked = or(trained.exif());
    if (asked != trained.exif()) {
      console.warn(
          "%s was trained with --exif %s; with --exif %s it sees turned pictures otherwise than"
              + " those it learned from",
          model, trained.exif(), asked);
    }
    return trained.withExif(asked);
  }
}
