package org.graft.base;

import java.util.List;
import java.util.Optional;
import org.graft.plan.Luma;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.plan.Shape;
import org.graft.provenance.Origin;
import org.jspecify.annotations.Nullable;

/** Puts together what the shelf knows of a base, from what was recognised and what was wished. */
final class BaseFacts {
  private BaseFacts() {}

  /**
   * Where the model came from, and how that was proved.
   *
   * @param kerasVersion the version that wrote the file, or {@code null}
   */
  record Source(Origin origin, @Nullable String kerasVersion, ImportReceipt receipt) {}

  /** {@code read} as a base; pictures are turned grey for a network of one channel. */
  static Base base(BaseOptions wanted, Source source, Recognised what, Model read) {
    Model model = Luma.prependTo(read);
    Optional<CatalogueEntry> entry = what.entry();
    Plan plan = model.plan();
    String feature = what.featureLayer(wanted.cut());
    boolean wholeBase = entry.isPresent() && entry.get().featureLayer().equals(feature);
    int minimum = wholeBase ? entry.get().minimumSize() : plan.upTo(feature).minimumSize();
    int side = nativeSize(plan, entry, minimum);
    Pixels pixels = pixels(wanted, what, plan, side);
    BaseRecord facts =
        new BaseRecord(
            BaseRecord.FORMAT,
            BaseStore.checkName(wanted.name() != null ? wanted.name() : what.name()),
            what.architecture().orElse(null),
            source.origin(),
            source.kerasVersion(),
            wanted.cut(),
            feature,
            pixels.preprocessing(),
            pixels.from(),
            minimum,
            side,
            plan.layers().size(),
            model.weights().count(),
            blocks(plan, entry),
            ImageNet.labels(plan, entry),
            entry.map(CatalogueEntry::licence).orElse("unknown"),
            source.receipt());
    return new Base(facts, model);
  }

  /** How pixels are to be prepared, if that is known, and who says so. */
  private record Pixels(Optional<Preprocessing> preprocessing, String from) {}

  private static Pixels pixels(BaseOptions wanted, Recognised what, Plan plan, int side) {
    if (wanted.preprocessing() != null) {
      return new Pixels(Optional.of(wanted.preprocessing()), "as asked");
    }
    Optional<Preprocessing> own = front(plan, side).ofItself();
    Optional<Preprocessing> known = what.like().flatMap(ArchitectureMatch::preprocessing);
    if (known.isPresent() && !known.equals(own)) {
      return new Pixels(known, "as " + what.like().orElseThrow().architecture());
    }
    return new Pixels(own, own.isPresent() ? "the network scales pixels itself" : "unknown");
  }

  /** What the plan does to pixels first, however that is written down. */
  private static Front front(Plan plan, int side) {
    try {
      return Front.of(CanonicalPlan.of(plan, side, false));
    } catch (IllegalArgumentException e) {
      return Front.of(plan);
    }
  }

  private static int nativeSize(Plan plan, Optional<CatalogueEntry> entry, int minimum) {
    int stated = plan.input().shape().height();
    return stated != Shape.FREE ? stated : entry.map(CatalogueEntry::nativeSize).orElse(minimum);
  }

  private static List<Block> blocks(Plan plan, Optional<CatalogueEntry> entry) {
    return entry
        .map(e -> e.blocks().stream().filter(b -> plan.find(b.end()).isPresent()).toList())
        .orElse(List.of());
  }
}
