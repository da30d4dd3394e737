import type { StorageCalls, StorageSyncCalls } from '#contract/storage';
import type { Program } from '../program/program.ts';
import type { HandlersOf } from './serve.ts';

export function createStorageHandlers(): HandlersOf<StorageCalls, Program> {
  return { 'wx:storage': (program, operation) => program.storage(operation) };
}

export function createStorageSyncHandlers(): HandlersOf<StorageSyncCalls, Program> {
  return { 'wx:storage-sync': (program, operation) => program.storage(operation) };
}
