import type { FileSystemCalls, FileSystemSyncCalls } from '#contract/file-system';
import type { Program } from '../program/program.ts';
import type { HandlersOf } from './serve.ts';

export function createFileHandlers(): HandlersOf<FileSystemCalls, Program> {
  return {
    'wx:fs': (program, request) => program.fileSystem.run(request, 'by-url'),
    'wx:import-temp': async (program, { content, extension, madeBy }) => {
      const { path, sizeBytes } = await program.fileSystem.importTemp(content, extension, madeBy);
      return { path, size: sizeBytes };
    },
  };
}

export function createFileSyncHandlers(): HandlersOf<FileSystemSyncCalls, Program> {
  return { 'wx:fs-sync': (program, request) => program.fileSystem.run(request, 'inline') };
}
