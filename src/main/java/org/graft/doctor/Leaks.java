package org.graft.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft.audit.Audit;
import org.graft.audit.Finding.Kind;
import org.graft.audit.Looks;
import org.graft.failure.Hint;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.image.Survey;
import org.graft.train.Classes;
import org.graft.train.TrainRequest;

/** Pictures to test with that are also learned from, and others that contradict themselves. */
final class Leaks implements DoctorCheck {
  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    TrainRequest request = lab.request();
    Audit audit = Audit.of(Survey.of(request.data()), request.size(), new Looks(request.exif()));
    evidence.put("leaks", audit.count(Kind.LEAK));
    evidence.put("near_leaks", audit.count(Kind.NEAR_LEAK));
    evidence.put(
        "pictures_in_two_classes",
        lab.task() instanceof Classes
            ? audit.count(Kind.TWO_CLASSES)
            : Lab.notApplicable("images are not of one class each"));
    evidence.put("unreadable", audit.count(Kind.UNREADABLE));
    Set<Path> leaked =
        audit.findings().stream()
            .filter(finding -> finding.kind() == Kind.LEAK)
            .flatMap(finding -> finding.files().stream())
            .collect(Collectors.toSet());
    if (leaked.isEmpty()) {
      return List.of();
    }
    List<LabelledImage> clean =
        request.data().test().stream().filter(image -> !leaked.contains(image.file())).toList();
    Dataset data = request.data().withTest(clean);
    return List.of(
        new Suspicion(
            Cause.DATA,
            null,
            "%s of %s pictures to test with are also learned from"
                .formatted(
                    request.data().test().size() - clean.size(), request.data().test().size()),
            Advice.of("take out of test/ what " + Hint.AUDIT + " lists as leak"),
            clean.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion.Remedy(lab.base(), request.withData(data)))));
  }
}
