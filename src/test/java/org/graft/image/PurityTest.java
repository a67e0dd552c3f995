package org.graft.image;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Decoding and resizing run where there is no DataVec. */
class PurityTest {
  @Test
  void onlyListingAndAugmentationUseDataVec() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(
            FolderScanner.class,
            DistortedVariant.class,
            Distortion.class,
            OpenCv.class,
            MatTransform.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.datavec..", "org.bytedeco..", "org.nd4j..", "org.deeplearning4j..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ImageDecoder.class.getPackageName()));
  }
}
