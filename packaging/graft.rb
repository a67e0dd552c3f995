# For Homebrew; scripts/distributions fills in what stands between at-signs.
class Graft < Formula
  desc "Transfer learning for the JVM: Keras networks in, a deployable classifier out"
  homepage "@site@"
  version "@version@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@site@/graft-@version@-macosx-arm64.tar.gz"
      sha256 "@macosx-arm64@"
    end
    on_intel do
      url "@site@/graft-@version@-macosx-x86_64.tar.gz"
      sha256 "@macosx-x86_64@"
    end
  end
  on_linux do
    on_arm do
      url "@site@/graft-@version@-linux-arm64.tar.gz"
      sha256 "@linux-arm64@"
    end
    on_intel do
      url "@site@/graft-@version@-linux-x86_64.tar.gz"
      sha256 "@linux-x86_64@"
    end
  end

  depends_on "openjdk@17"

  def install
    libexec.install Dir["*"]
    (bin/"graft").write_env_script libexec/"graft", Language::Java.overridable_java_home_env("17")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/graft version")
  end
end
