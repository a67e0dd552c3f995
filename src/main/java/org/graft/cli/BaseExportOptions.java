package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.nio.file.Path;
import org.graft.api.BaseExporting;
import org.graft.api.Bases;
import org.graft.api.ImageForm;
import org.graft.api.OnnxForm;
import org.graft.api.Preparation;
import org.graft.card.PixelType;
import org.graft.export.parity.Receipt;
import org.graft.failure.InputException;

/** A base as one file, in place of a run's model. */
@Heading.Under(Heading.FORM)
final class BaseExportOptions {
  @Parameter(
      names = "--base",
      description = "In place of a run: base on the shelf, whose features the ONNX file gives")
  private String base;

  @Parameter(
      names = "--preprocessing",
      description = "With --base: catalogue (the base's own), raw, caffe, tf, torch or unit")
  private String preprocessing;

  boolean isAsked() {
    if (base == null && preprocessing != null) {
      throw new InputException("--preprocessing goes with --base; a run's model has its own");
    }
    return base != null;
  }

  /** Writes the file and tells of it. */
  void write(OnnxForm form, Path out, Console console) {
    if (form.pixels() != PixelType.UINT8 || form.anySide() || form.features()) {
      throw new InputException(
          "--input float32, --size free and --features go with a run; a base's file takes bytes of"
              + " one size and gives its features");
    }
    Destination.file("--out", out);
    String prepared = preprocessing == null ? TrainingOptions.CATALOGUE : preprocessing;
    ImageForm images = ImageForm.USUAL.withPreparation(Preparation.of(prepared));
    BaseExporting asked =
        new Bases(console.environment().home())
            .open(base)
            .exporting()
            .images(form.side().isEmpty() ? images : images.withSide(form.side().getAsInt()))
            .withLayout(form.layout())
            .withPrecision(form.precision())
            .clock(console.environment().clock());
    Receipt receipt = asked.toOnnx(out);
    console.result(
        "wrote %s, %,d bytes: re-read and re-run on %d images of noise, greatest difference of a"
            + " feature %.1e",
        receipt.file(), receipt.bytes(), receipt.images(), receipt.maxAbsDifference());
    console.json(
        "file", receipt.file().toString(),
        "bytes", receipt.bytes(),
        "sha256", receipt.sha256(),
        "max_abs_difference", receipt.maxAbsDifference());
  }
}
