import { runCommand } from './cli/main-process.ts';

// Not awaited: Electron becomes ready only after the main script has been evaluated to its end.
void runCommand(import.meta.dirname);
