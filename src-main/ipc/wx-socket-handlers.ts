import type { SocketCalls } from '#contract/sockets';
import type { Program } from '../program/program.ts';
import type { HandlersOf } from './serve.ts';

export function createSocketHandlers(): HandlersOf<SocketCalls, Program> {
  return {
    'wx:socket-open': (program, request) => {
      program.sockets.open(request);
      return null;
    },
    'wx:socket-send': async (program, request) => {
      await program.sockets.send(request);
      return null;
    },
    'wx:socket-heard': (program, request) => {
      program.sockets.heard(request);
      return null;
    },
    'wx:socket-close': (program, request) => {
      program.sockets.close(request);
      return null;
    },
  };
}
