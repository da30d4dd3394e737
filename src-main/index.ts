import { runCommand } from './cli/main-process.ts';

await runCommand(import.meta.dirname);
