package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.util.Optional;
import org.graft.api.Auditing;
import org.graft.api.Training;
import org.graft.api.TrainingData;
import org.graft.audit.Audit;
import org.graft.audit.Finding.Kind;
import org.graft.audit.Finding.Severity;
import org.graft.image.ContentLook;
import org.graft.image.Exif;
import org.graft.image.ImageSource;

/** {@code graft audit}: what a folder of images would do to a training. */
@Parameters(commandDescription = "Look over a folder of images before learning from it")
final class AuditCommand extends Command {
  @Parameter(
      names = "--size",
      validateWith = Side.class,
      description = "Side in pixels that the images are to be brought to")
  private int size = 224;

  @ParametersDelegate private final SplitOptions split = new SplitOptions();

  @Parameter(names = "--seed", description = "Decides the split")
  private long seed = Training.SEED;

  @ParametersDelegate private final DataOptions data = new DataOptions();

  @ParametersDelegate private final ExifOption exif = new ExifOption();

  @Override
  void run(Console console) {
    long begin = System.nanoTime();
    ImageSource images = data.source(split.column());
    TrainingData parted =
        TrainingData.of(data.folder(), images)
            .withSplit(split.split(images, seed, ContentLook.NONE));
    Auditing.Audited audited =
        Auditing.of(parted).size(size).exif(exif.or(Exif.APPLY)).seed(seed).run();
    Audit audit = audited.audit();
    Optional<String> refusal = audited.refusal();
    double seconds = (System.nanoTime() - begin) / 1e9;
    AuditLines.full(console, audit);
    AuditLines.leftOut(console, audit.leftOut());
    refusal.ifPresent(reason -> console.warn("graft train refuses this: %s", reason));
    console.result(
        "%d images to learn from and %d to test with, %d classes, at %d px; warnings: %d (%.1f s)",
        audit.train(),
        audit.test(),
        audit.classes(),
        size,
        audit.countAtLeast(Severity.WARNING),
        seconds);
    console.json(
        "train", audit.train(),
        "test", audit.test(),
        "classes", audit.classes(),
        "size", size,
        "leaks", audit.count(Kind.LEAK),
        "near_leaks", audit.count(Kind.NEAR_LEAK),
        "left_out", audit.leftOut(),
        "refusal", refusal,
        "warnings", audit.countAtLeast(Severity.WARNING),
        "findings", AuditLines.fields(audit),
        "seconds", seconds);
  }
}
