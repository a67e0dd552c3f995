package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.graft.fixture.NativeLibrary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the build lays out for each platform, fetched from Maven Central: natives of that platform
 * and of no other, and with each the libraries that it is loaded with, or the system's.
 */
@Tag("platforms")
class PlatformsTest {
  /** What Linux with glibc, macOS and Windows bring themselves. */
  private static final Pattern SYSTEM =
      Pattern.compile(
          "(libgomp|libc|libm|libdl|librt|libpthread|libstdc\\+\\+|libgcc_s|libz|ld-linux-[\\w-]+)\\.so\\.\\d+"
              + "|/usr/lib/.*|/System/Library/.*"
              + "|(?i)(kernel32|user32|gdi32|advapi32|shell32|ole32|oleaut32|ws2_32|msvcrt|version|"
              + "comdlg32|comctl32|dbghelp|setupapi|ucrtbase|vcomp140|msvcp140(_1)?|vcruntime140(_1)?|"
              + "concrt140|api-ms-win-.*|dxgi|d3d1[12]|mf|mfplat|mfreadwrite|mfcore|cfgmgr32|bcrypt|"
              + "avicap32|avifil32|msvfw32|winmm|secur32|crypt32|shlwapi|iphlpapi|psapi)\\.dll");

  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.[\\d.]+)?|dylib|dll)");

  private static final Pattern OF_WINDOWS_ON_SCREENS = Pattern.compile("highgui");

  /** What jhdf brings has half a megabyte of natives for all, and does without them. */
  private static final String LZ4 = "lz4-java-.*";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "linux-x86_64, linux-x64, true",
    "linux-arm64, linux-aarch64, false",
    "macosx-arm64, osx-aarch64, false",
    "macosx-x86_64, osx-x64, true",
    "windows-x86_64, win-x64, true"
  })
  void everyNativeIsThereAndNoneOfAnother(String platform, String onnxRuntime, boolean oneDnn)
      throws Exception {
    lay(platform);
    Map<String, NativeLibrary> natives = natives();

    assertThat(Files.readString(folder.resolve("target/native/platform"))).isEqualTo(platform);
    assertThat(natives.keySet())
        .allMatch(name -> name.contains("/" + platform) || name.contains("/" + onnxRuntime + "/"));
    String processor = platform.replaceAll("^\\w+?-", "");
    assertThat(natives.values()).allMatch(library -> library.processor().equals(processor));
    assertThat(missing(natives)).isEmpty();
    Set<String> kinds =
        natives.keySet().stream()
            .map(name -> name.replaceAll(".*/(lib)?(jni)?|\\..*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(kinds)
        .contains("nd4jcpu", "openblas", "javacpp", "opencv_core", "opencv_imgproc", "onnxruntime")
        .contains("onnxruntime4j_jni");
    assertThat(kinds.contains("dnnl")).isEqualTo(oneDnn);
    System.out.printf("%s: %,d bytes of libraries%n", platform, bytes());
  }

  /** The project without its sources lays its libraries out. */
  private void lay(String platform) throws Exception {
    for (String file : List.of("pom.xml", "mvnw", ".mvn/wrapper/maven-wrapper.properties")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(Path.of(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                "./mvnw",
                "-q",
                "-B",
                "-ntp",
                "-Dnative.platform=" + platform,
                "antrun:run@natives",
                "dependency:copy-dependencies@default")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  /** By the jar's or folder's name and the path in it. */
  private Map<String, NativeLibrary> natives() throws IOException {
    Map<String, NativeLibrary> natives = new TreeMap<>();
    try (Stream<Path> jars = Files.list(folder.resolve("target/lib"))) {
      for (Path jar : jars.filter(jar -> !jar.getFileName().toString().matches(LZ4)).toList()) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : zip.stream().toList()) {
            if (LIBRARY.matcher(entry.getName()).matches()) {
              try (InputStream in = zip.getInputStream(entry)) {
                natives.put(
                    jar.getFileName() + "!/" + entry.getName(),
                    NativeLibrary.of(in.readAllBytes()));
              }
            }
          }
        }
      }
    }
    Path unpacked = folder.resolve("target/native");
    try (Stream<Path> files = Files.walk(unpacked)) {
      for (Path file : files.filter(f -> LIBRARY.matcher(f.toString()).matches()).toList()) {
        natives.put(
            unpacked.relativize(file).toString(), NativeLibrary.of(Files.readAllBytes(file)));
      }
    }
    return natives;
  }

  /** What a library needs that neither stands beside it nor comes with the system. */
  private static List<String> missing(Map<String, NativeLibrary> natives) {
    Set<String> known =
        natives.keySet().stream().map(PlatformsTest::name).collect(Collectors.toSet());
    List<String> missing = new ArrayList<>();
    natives.forEach(
        (library, read) ->
            read.needs().stream()
                .filter(need -> !OF_WINDOWS_ON_SCREENS.matcher(library).find())
                .filter(need -> !SYSTEM.matcher(need).matches() && !known.contains(name(need)))
                .forEach(need -> missing.add(library + " needs " + need)));
    return missing;
  }

  /** Without the version, and OpenBLAS' under the second name that JavaCPP gives it. */
  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\.so[.\\d]*$", ".so")
        .replaceAll("(\\.\\d+)+\\.dylib$", ".dylib")
        .replace("_nolapack", "");
  }

  private long bytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder.resolve("target"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
