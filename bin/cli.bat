@echo off
rem The ferry command of an installed Ferry: its executable with these arguments.
rem What follows -- is Ferry's and not Chromium's.
"%~dp0Ferry.exe" -- %*
exit /b %errorlevel%
