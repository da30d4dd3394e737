@echo off
rem Stands where Electron's binary would: finds a Node that strips types and runs the app with it.
setlocal
set "here=%~dp0"
set "node=%ELECTRON_ON_CHROMIUM_NODE%"
if not defined node if exist "%here%..\node_modules\node\bin\node.exe" set "node=%here%..\node_modules\node\bin\node.exe"
if not defined node if exist "%here%node_modules\node\bin\node.exe" set "node=%here%node_modules\node\bin\node.exe"
if not defined node set "node=node"
"%node%" -e "const [a,b]=process.versions.node.split('.').map(Number);process.exit(a>22||(a===22&&b>=18)?0:1)" >nul 2>nul
if errorlevel 1 (
  echo electron-on-chromium: no Node.js 22.18 or newer found; install one or name it in ELECTRON_ON_CHROMIUM_NODE. 1>&2
  exit /b 2
)
set "ELECTRON_ON_CHROMIUM_EXECUTABLE=%~f0"
for %%I in ("%here%bootstrap.ts") do set "bootstrap=%%~fI"
set "bootstrap=file:///%bootstrap:\=/%"
"%node%" --disable-warning=ExperimentalWarning --unhandled-rejections=warn-with-error-code --import "%bootstrap%" "%here%runner.ts" %*
exit /b %errorlevel%
