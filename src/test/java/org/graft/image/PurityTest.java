package org.graft.image;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Decoding and resizing run where there is no DataVec. */
class PurityTest {
  @Test
  void onlyTheFolderScannerUsesDataVec() {
    noClasses()
        .that()
        .doNotHaveSimpleName(FolderScanner.class.getSimpleName())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.datavec..", "org.nd4j..", "org.deeplearning4j..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ImageDecoder.class.getPackageName()));
  }
}
