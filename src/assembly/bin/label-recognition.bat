@echo off
rem Starts label recognition with the flags of the JVM that suit it, and with an archive of its classes, which the first start makes.
rem Arguments go to the application, JAVA_OPTS to the JVM; JAVA_HOME says which JVM.
setlocal
for %%i in ("%~dp0..") do set "HOME_OF_APP=%%~fi"
set "LAUNCHER=%HOME_OF_APP%\label-recognition.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -Xshare:auto -version >nul 2>&1
if errorlevel 1 (
  echo There is no Java at %JAVA%: install JDK 17 or later, and set JAVA_HOME to it, or put java on the PATH. 1>&2
  exit /b 1
)

rem what is said of memory, compilers or archives is said by someone who knows better
set "SAID= %JAVA_OPTS% %JDK_JAVA_OPTIONS% %JAVA_TOOL_OPTIONS% %_JAVA_OPTIONS% "
set "MEMORY=-XX:+UseSerialGC -Xms64m"
set "COMPILERS=-XX:TieredStopAtLevel=1"
echo "%SAID%" | findstr /r /c:"-XX:.*GC" /c:"-Xm[sx]" /c:"-XX:.*Heap" /c:"-XX:.*RAM" >nul && set "MEMORY="
echo "%SAID%" | findstr /r /c:"-Xint" /c:"-Xcomp" /c:"-Xmixed" /c:"-XX:.*Tier" /c:"-XX:.*Compil" /c:"-XX:.*JVMCI" >nul && set "COMPILERS="

rem the JVM passes over an archive of another JVM or build
set "ARCHIVE="
echo "%SAID%" | findstr /r /c:"-Xshare" /c:"SharedArchive" /c:"ArchiveClassesAtExit" /c:"-agent" /c:"-javaagent" >nul && goto start
if not defined LABEL_RECOGNITION_CACHE set "LABEL_RECOGNITION_CACHE=%LOCALAPPDATA%\label-recognition"
if not exist "%LABEL_RECOGNITION_CACHE%" mkdir "%LABEL_RECOGNITION_CACHE%" 2>nul
for %%i in ("%LAUNCHER%") do set "BUILD=%%~ti"
set "BUILD=%BUILD::=%"
set "BUILD=%BUILD:/=%"
set "BUILD=%BUILD: =%"
set "BUILD=%BUILD:.=%"
set "ARCHIVE_FILE=%LABEL_RECOGNITION_CACHE%\%BUILD%.jsa"
if exist "%ARCHIVE_FILE%" goto archived
del "%LABEL_RECOGNITION_CACHE%\*.jsa" >nul 2>&1
"%JAVA%" %MEMORY% %COMPILERS% "-XX:ArchiveClassesAtExit=%ARCHIVE_FILE%.new" -Xlog:cds*=off -cp "%LAUNCHER%" ^
  io.labelrecognition.app.ArchiveRun "%HOME_OF_APP%\examples\photos\street-sign-blades.jpg" >nul 2>&1 <nul
move /y "%ARCHIVE_FILE%.new" "%ARCHIVE_FILE%" >nul 2>&1
:archived
if exist "%ARCHIVE_FILE%" set ARCHIVE=-Xshare:auto "-XX:SharedArchiveFile=%ARCHIVE_FILE%" -Xlog:cds*=off

:start
"%JAVA%" %MEMORY% %COMPILERS% %ARCHIVE% "-Dlabel-recognition.conf=%HOME_OF_APP%\conf\application.properties" %JAVA_OPTS% -jar "%LAUNCHER%" %*
exit /b %errorlevel%
