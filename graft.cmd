@echo off
rem Runs Graft on Windows from its own folder, building it first when the sources are newer than the
rem build. A distribution has no sources and is run as it is.
rem
rem   JAVA_HOME          the Java to run with (17 or newer); otherwise the first on the PATH
rem   GRAFT_HEAP         the largest heap, such as 4g; otherwise half of the memory
rem   GRAFT_JAVA_OPTS    further options of the Java machine, separated by spaces
rem   GRAFT_ONNXRUNTIME  another ONNX Runtime, as the jar of one that computes on a GPU
setlocal EnableExtensions DisableDelayedExpansion

set "root=%~dp0"
set "root=%root:~0,-1%"
set "built=%root%"
if exist "%root%\pom.xml" set "built=%root%\target"
set "jar=%built%\graft.jar"
set "platform=windows-x86_64"

set "java="
if defined JAVA_HOME (
  set "java=%JAVA_HOME%\bin\java.exe"
) else (
  for %%j in (java.exe) do set "java=%%~$PATH:j"
)
set "problem=no Java found; install a JDK 17 or newer, or set JAVA_HOME to it"
if not defined java goto refuse
set "problem=no Java at %java%; JAVA_HOME must hold a JDK 17 or newer"
if not exist "%java%" goto refuse
set "version="
for /f "usebackq tokens=3" %%v in (`call "%java%" -version 2^>^&1 ^| findstr /c:" version "`) do set "version=%%~v"
set "major=0"
for /f "delims=.-+" %%v in ("%version%") do set "major=%%v"
set "problem=Java 17 or newer needed, %java% is %version%; set JAVA_HOME to a newer JDK"
if %major% LSS 17 goto refuse

if "%built%"=="%root%" goto distribution
call :stale
if errorlevel 1 call :build
if errorlevel 1 exit /b 1
goto run

:distribution
set "for="
if exist "%built%\native\platform" set /p for=<"%built%\native\platform"
set "problem=this distribution is for %for%; this machine is %platform%"
if not "%for%"=="%platform%" goto refuse

:run
set "heap=-XX:MaxRAMPercentage=50"
if defined GRAFT_HEAP set "heap=-Xmx%GRAFT_HEAP%"
set "extension="
for %%f in ("%built%\lib\nd4j-native-*-%platform%*.jar") do set "extension=%%~nf"
if defined extension call set "extension=%%extension:*%platform%=%%"
set "classpath=%jar%"
set "loading="
if defined GRAFT_ONNXRUNTIME goto named
for /d %%d in ("%built%\native\ai\onnxruntime\native\*") do set loading="-Donnxruntime.native.path=%%~fd"
goto start

:named
set "problem=GRAFT_ONNXRUNTIME: there is no file %GRAFT_ONNXRUNTIME%"
if not exist "%GRAFT_ONNXRUNTIME%" goto refuse
set "classpath=%GRAFT_ONNXRUNTIME%;%jar%"
set loading="-Dgraft.onnxruntime=%GRAFT_ONNXRUNTIME%"

:start
rem What is printed is UTF-8.
for /f "tokens=2 delims=:" %%p in ('chcp') do set "page=%%p"
chcp 65001 > nul
"%java%" "@%root%\java.options" %heap% "-Dorg.bytedeco.javacpp.platform.extension=%extension%" "-Dgraft.root=%root%" %loading% %GRAFT_JAVA_OPTS% -cp "%classpath%" org.graft.cli.Main %*
set "ended=%errorlevel%"
if defined page chcp %page% > nul
exit /b %ended%

:refuse
>&2 echo graft: %problem%
exit /b 2

rem Ends with 1 where there is no build, or sources are newer than it.
:stale
if not exist "%jar%" exit /b 1
if not exist "%built%\lib" exit /b 1
powershell -NoProfile -Command "$j = (Get-Item -LiteralPath $env:jar).LastWriteTime; $s = 'pom.xml', 'src\main', 'keras-models' | ForEach-Object { Join-Path $env:root $_ }; exit [int][bool](Get-ChildItem -LiteralPath $s -Recurse -File | Where-Object LastWriteTime -gt $j | Select-Object -First 1)"
exit /b %errorlevel%

:build
>&2 echo building Graft for %platform% (once) ...
if not exist "%built%" mkdir "%built%"
pushd "%root%"
call mvnw.cmd -q -B -Dmaven.test.skip -Dspotless.check.skip "-Dnative.platform=%platform%" package > "%built%\graft-build.log" 2>&1
set "ended=%errorlevel%"
popd
if "%ended%"=="0" exit /b 0
type "%built%\graft-build.log" >&2
>&2 echo graft: the build failed; all of its output is in %built%\graft-build.log
exit /b 1
