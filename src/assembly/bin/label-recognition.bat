@echo off
rem Starts label recognition with the flags of the JVM that suit it, and with an archive of its classes, which the first start makes.
rem Arguments go to the application, JAVA_OPTS to the JVM; JAVA_HOME says which JVM.
rem Paths are put in quotes and never stand in a block: "Program Files (x86)" would end it.
setlocal disabledelayedexpansion
for %%i in ("%~dp0..") do set "HOME_OF_APP=%%~fi"
set "LAUNCHER=%HOME_OF_APP%\label-recognition.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
rem an option that earlier ones do not know
"%JAVA%" --enable-native-access=ALL-UNNAMED -Xshare:auto -version >nul 2>&1
if errorlevel 1 goto nojava

rem what is said of memory, compilers or archives is said by someone who knows better
set "MEMORY=-XX:+UseSerialGC -Xms64m"
set "COMPILERS=-XX:TieredStopAtLevel=1"
set "ARCHIVING=yes"
set "SAID= "
if defined JAVA_OPTS set "SAID=%SAID% %JAVA_OPTS:"=%"
if defined JDK_JAVA_OPTIONS set "SAID=%SAID% %JDK_JAVA_OPTIONS:"=%"
if defined JAVA_TOOL_OPTIONS set "SAID=%SAID% %JAVA_TOOL_OPTIONS:"=%"
if defined _JAVA_OPTIONS set "SAID=%SAID% %_JAVA_OPTIONS:"=%"
if not "%SAID:-Xms=%"=="%SAID%" set "MEMORY="
if not "%SAID:-Xmx=%"=="%SAID%" set "MEMORY="
if not "%SAID:-Xint=%"=="%SAID%" set "COMPILERS="
if not "%SAID:-Xcomp=%"=="%SAID%" set "COMPILERS="
if not "%SAID:-Xmixed=%"=="%SAID%" set "COMPILERS="
if not "%SAID:-Xshare=%"=="%SAID%" set "ARCHIVING="
if not "%SAID:SharedArchive=%"=="%SAID%" set "ARCHIVING="
if not "%SAID:ArchiveClassesAtExit=%"=="%SAID%" set "ARCHIVING="
if not "%SAID:-agent=%"=="%SAID%" set "ARCHIVING="
if not "%SAID:-javaagent=%"=="%SAID%" set "ARCHIVING="
if "%SAID:-XX:=%"=="%SAID%" goto said
if not "%SAID:GC=%"=="%SAID%" set "MEMORY="
if not "%SAID:Heap=%"=="%SAID%" set "MEMORY="
if not "%SAID:RAM=%"=="%SAID%" set "MEMORY="
if not "%SAID:Tier=%"=="%SAID%" set "COMPILERS="
if not "%SAID:Compil=%"=="%SAID%" set "COMPILERS="
if not "%SAID:JVMCI=%"=="%SAID%" set "COMPILERS="
:said

rem the JVM passes over an archive of another JVM or build
set "ARCHIVE="
if not defined ARCHIVING goto start
if not defined LOCALAPPDATA set "LOCALAPPDATA=%TEMP%"
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

:nojava
echo There is no Java 17 or later at "%JAVA%": install JDK 17 or later, and set JAVA_HOME to it, or put java on the PATH. 1>&2
exit /b 1
